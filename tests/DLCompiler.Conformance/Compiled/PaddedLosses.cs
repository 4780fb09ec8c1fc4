using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Compiled;

/// <summary>Pooling and every loss that takes a mask, of the same padded batch.</summary>
[Model]
public sealed partial class PaddedLosses
{
    public const int Steps = 4, Size = 5;

    [Parameter(3, Steps, Size)]
    private partial Tensor X { get; }

    [Parameter(3, Steps, Size)]
    private partial Tensor Y { get; }

    [Forward]
    private Tensor Forward([Shape(3)] IntTensor lengths)
    {
        var mask = SequenceMask(lengths, Steps);
        return MaskedMean(X, mask) + MaskedMax(Y, mask);
    }

    [Loss]
    private Tensor Loss(
        Tensor pooled, IntTensor lengths, [Shape(3, Steps)] IntTensor label, [Shape(3, 2)] IntTensor target,
        [Shape(3)] IntTensor targetLengths)
    {
        var mask = SequenceMask(lengths, Steps);
        var probabilities = Softmax(Where(Unsqueeze(mask, -1), Y, 0f));
        return Sum(pooled) + Mse(X, Y, mask) + L1(X, Y, mask) + Huber(X, Y, 0.5f, mask)
            + BinaryCrossEntropyWithLogits(X, Y, mask) + CrossEntropy(X, label, 0.125f, ignoreIndex: -1, mask)
            + CrossEntropy(X, probabilities, mask: mask) + NegativeLogLikelihood(X, label, ignoreIndex: -1, mask)
            + Ctc(X, target, lengths, targetLengths, zeroInfinity: true);
    }
}
