using static DLCompiler.Ops;

namespace DLCompiler.Samples;

/// <summary>
/// Reads a handwritten digit: 8×8 grey pixels in a blank frame, 14×14 in all. A layer that looks at 3×3 windows of the
/// image is a convolution; here it is written out, as slices, a concatenation and a linear layer.
/// </summary>
[Model]
public sealed partial class DigitClassifier
{
    private const int StrokeKinds = 32;
    private const float Dropped = 0.3f;

    [Linear(StrokeKinds)]
    private partial Tensor Strokes(Tensor window);

    [Linear(64)]
    private partial Tensor Parts(Tensor window);

    [Linear(128)]
    private partial Tensor Combine(Tensor parts);

    [Linear(10)]
    private partial Tensor Classify(Tensor features);

    [Forward]
    private Tensor Forward([Shape("N", 14, 14)] Tensor image)
    {
        var strokes = Relu(Strokes(Windows(Unsqueeze(image, -1))));
        var near = Max(Reshape(strokes, "N", 6, 2, 6, 2, StrokeKinds), axes: [2, 4]);
        var parts = Relu(Parts(Windows(near)));
        var features = Relu(Combine(Dropout(Flatten(parts), Dropped)));
        return Classify(Dropout(features, Dropped));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) =>
        CrossEntropy(logits, label, labelSmoothing: 0.1f);

    /// <summary>The 3×3 pixels around each inner pixel, side by side: [N, H, W, C] → [N, H − 2, W − 2, 9 ·
    /// C].</summary>
    private static Tensor Windows(Tensor x) => Concat(
        [
            x[.., ..^2, ..^2], x[.., ..^2, 1..^1], x[.., ..^2, 2..],
            x[.., 1..^1, ..^2], x[.., 1..^1, 1..^1], x[.., 1..^1, 2..],
            x[.., 2.., ..^2], x[.., 2.., 1..^1], x[.., 2.., 2..],
        ],
        axis: -1);
}
