using static DLCompiler.Ops;

namespace DLCompiler.Samples;

/// <summary>The network of samples/FashionMnist, for the CPU and a GPU.</summary>
[Model(Gpu = true)]
public sealed partial class ClothesClassifier
{
    private const float Dropped = 0.4f;

    [Conv2d(32, Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Edges(Tensor image);

    [BatchNorm]
    private partial Tensor EdgesNorm(Tensor x);

    [Conv2d(64, Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Parts(Tensor x);

    [BatchNorm]
    private partial Tensor PartsNorm(Tensor x);

    [Linear(128)]
    private partial Tensor Combine(Tensor parts);

    [Linear(10)]
    private partial Tensor Classify(Tensor features);

    [Forward]
    private Tensor Forward([Shape("N", 28, 28)] Tensor image)
    {
        var edges = MaxPool2d(Relu(EdgesNorm(Edges(Unsqueeze(image, 1)))), 2);
        var parts = MaxPool2d(Relu(PartsNorm(Parts(edges))), 2);
        return Classify(Dropout(Relu(Combine(Flatten(parts))), Dropped));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
