using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>A loss that gets probabilities where it takes logits, or the other way round (DLC4001 to DLC4003).</summary>
internal sealed class LossInputs : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(loss =>
    {
        if (loss.Is("CrossEntropy")) return CrossEntropy(network, loss);
        if (loss.Is("BinaryCrossEntropyWithLogits")) return Binary(network, loss);
        return loss.Is("NegativeLogLikelihood", "KlDivergence", "Ctc") ? Logarithms(network, loss) : null;
    });

    private static Finding? CrossEntropy(AdvisedNetwork network, TracedCall loss)
    {
        if (network.Source(loss.Argument("logits")) is not { } source) return null;
        return source switch
        {
            _ when source.Is("Softmax") => AdvisedNetwork.At(
                "DLC4001",
                "CrossEntropy takes logits and applies Softmax itself: applied twice, it flattens the gradient, and the model "
                    + "learns slowly and is never sure",
                source,
                loss),
            _ when source.Is("LogSoftmax") => AdvisedNetwork.At(
                "DLC4001",
                "CrossEntropy takes logits and applies LogSoftmax itself: the first one is work without effect",
                source,
                loss),
            _ => null,
        };
    }

    private static Finding? Binary(AdvisedNetwork network, TracedCall loss) =>
        network.Source(loss.Argument("logits")) is { } source && source.Is("Sigmoid", "Softmax", "HardSigmoid")
            ? AdvisedNetwork.At(
                "DLC4002",
                $"BinaryCrossEntropyWithLogits takes logits and applies Sigmoid itself: after {source.Kind}, a probability never "
                    + "leaves 0.5 to 0.73",
                source,
                loss)
            : null;

    private static Finding? Logarithms(AdvisedNetwork network, TracedCall loss) =>
        network.Source(loss.Argument("logProbabilities")) is { } source && source.Is("Softmax", "Sigmoid")
            ? AdvisedNetwork.At(
                "DLC4003",
                $"{loss.Kind} takes logarithms of probabilities, and {source.Kind} gives probabilities: LogSoftmax gives "
                    + "their logarithms",
                source,
                loss)
            : null;
}
