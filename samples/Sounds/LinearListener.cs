using static DLCompiler.Ops;

namespace DLCompiler.Samples.Sounds;

/// <summary>A baseline: logistic regression, a weight for each number of the log-mel picture and each digit.</summary>
[Model]
public sealed partial class LinearListener
{
    [Linear(SpokenDigits.Digits)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", SpokenDigits.Frames, SpokenDigits.Bands)] Tensor sound) => Classify(Flatten(sound));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
