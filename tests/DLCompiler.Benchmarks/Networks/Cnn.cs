using static DLCompiler.Ops;

namespace DLCompiler.Benchmarks;

/// <summary>Two convolutions with pooling, and two linear layers, on images of 28 × 28.</summary>
[Block]
public sealed partial class CnnLayers
{
    [Size]
    private partial int Width { get; }

    [Conv2d("Width", Kernel = 3, Padding = 1)]
    private partial Tensor Edges(Tensor x);

    [Conv2d("2*Width", Kernel = 3, Padding = 1)]
    private partial Tensor Parts(Tensor x);

    [Linear("4*Width")]
    private partial Tensor Hidden(Tensor x);

    [Linear(10)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image)
    {
        var x = MaxPool2d(Relu(Edges(image)), 2);
        x = MaxPool2d(Relu(Parts(x)), 2);
        return Classify(Relu(Hidden(Flatten(x))));
    }
}

[Model]
public sealed partial class Cnn
{
    [Layer<CnnLayers>("Width", 32)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class CnnHalf
{
    [Layer<CnnLayers>("Width", 16)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class CnnWider
{
    [Layer<CnnLayers>("Width", 40)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class CnnDouble
{
    [Layer<CnnLayers>("Width", 64)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
