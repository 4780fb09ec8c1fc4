using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Advising;

/// <summary>An activation between the last layer and a loss that takes logits of any size (DLC4004).</summary>
internal sealed class SquashedLogits : IAdvice
{
    private static readonly string[] Activations =
        ["Relu", "Sigmoid", "Tanh", "Softplus", "HardSigmoid", "Elu", "Gelu", "Silu", "HardSwish", "Mish"];

    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(loss =>
    {
        bool isBinary = loss.Is("BinaryCrossEntropyWithLogits");
        if (!isBinary && !loss.Is("CrossEntropy")) return null;
        if (network.Source(loss.Argument("logits")) is not { } source || !source.Is(Activations)) return null;
        // Of a binary loss, that is DLC4002.
        if (isBinary && source.Is("Sigmoid", "HardSigmoid")) return null;
        return AdvisedNetwork.At(
            "DLC4004",
            $"{loss.Kind} takes logits, which may be any numbers: {source.Kind} leaves some of them out, and where it is flat "
                + "nothing is learned",
            source,
            loss);
    });
}
