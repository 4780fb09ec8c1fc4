using static DLCompiler.Ops;

namespace DLCompiler.Samples;

/// <summary>
/// Tells ten classes apart. A batch is of two kinds of pictures, with a mask each: those with a label, and those whose
/// label the network itself is sure of.
/// </summary>
[Model]
public sealed partial class PictureClassifier
{
    private const float Dropped = 0.2f;

    [Conv2d(16, Kernel = 3, Padding = 1)]
    private partial Tensor Edges(Tensor image);

    [Conv2d(32, Kernel = 3, Padding = 1)]
    private partial Tensor Parts(Tensor x);

    [Linear(128)]
    private partial Tensor Combine(Tensor parts);

    [Linear(10)]
    private partial Tensor Classify(Tensor features);

    [Forward]
    private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image)
    {
        var edges = MaxPool2d(Relu(Edges(image)), 2);
        var parts = MaxPool2d(Relu(Parts(edges)), 2);
        return Classify(Dropout(Relu(Combine(Flatten(parts))), Dropped));
    }

    /// <summary>The mean over the pictures with labels.</summary>
    [Loss]
    private static Tensor Labelled(Tensor logits, [Shape("N")] IntTensor label, [Shape("N")] Tensor labelled) =>
        CrossEntropy(logits, label, mask: labelled);

    /// <summary>
    /// The mean over the pictures with pseudo-labels; it counts the less, the fewer of the batch they are. Of none, it
    /// is 0.
    /// </summary>
    [Loss(Weight = 2)]
    private static Tensor Unlabelled(Tensor logits, [Shape("N")] IntTensor label, [Shape("N")] Tensor sure) =>
        CrossEntropy(logits, label, mask: sure) * Mean(sure);
}
