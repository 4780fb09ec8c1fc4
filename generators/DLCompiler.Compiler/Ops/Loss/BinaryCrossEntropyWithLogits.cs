using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of −t·ln σ(x) − (1 − t)·ln(1 − σ(x)), without overflow.</summary>
public sealed record BinaryCrossEntropyWithLogits : LossOp
{
    public static readonly OpDefinition Definition = Losses.Pointwise(
        "BinaryCrossEntropyWithLogits",
        "logits",
        "The binary cross-entropy of logits, without overflow.",
        "mean (ln(1 + eˣ) − x·t)",
        (x, target) => new Node(new BinaryCrossEntropyWithLogits(), x, target));

    public override Node Decompose(IReadOnlyList<Node> inputs) =>
        MeanOfAll(Softplus(inputs[0]) - (inputs[0] * inputs[1]));
}
