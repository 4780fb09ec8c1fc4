using static DLCompiler.Ops;

namespace DLCompiler.Samples.Sounds;

/// <summary>
/// Hears a digit in a log-mel picture: convolutions see how sounds change within a tenth of a second, and mean and maximum over time
/// forget when they did.
/// </summary>
[Model]
public sealed partial class DigitListener
{
    [Conv2d(16, Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Edges(Tensor x);

    [BatchNorm]
    private partial Tensor EdgesNorm(Tensor x);

    [Conv2d(32, Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Sounds(Tensor x);

    [BatchNorm]
    private partial Tensor SoundsNorm(Tensor x);

    [Conv1d(64, Kernel = 5, Padding = 2)]
    private partial Tensor Syllables(Tensor x);

    [Linear(SpokenDigits.Digits)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", SpokenDigits.Frames, SpokenDigits.Bands)] Tensor sound)
    {
        var x = MaxPool2d(Relu(EdgesNorm(Edges(Unsqueeze(sound, 1)))), 2);
        x = MaxPool2d(Relu(SoundsNorm(Sounds(x))), 2);

        // [N, channels, time, bands] to [N, channels · bands, time].
        x = Permute(x, 0, 1, 3, 2);
        x = Relu(Syllables(Reshape(x, "N", -1, x.Size(3))));
        return Classify(Dropout(Concat([Mean(x, axis: 2), Max(x, axis: 2)], axis: 1), 0.3f));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) =>
        CrossEntropy(logits, label, labelSmoothing: 0.1f);
}
