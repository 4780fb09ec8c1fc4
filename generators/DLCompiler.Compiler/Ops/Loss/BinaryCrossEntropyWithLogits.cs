using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of −t·ln σ(x) − (1 − t)·ln(1 − σ(x)), without overflow.</summary>
public sealed record BinaryCrossEntropyWithLogits : PointwiseLoss
{
    public static readonly OpDefinition Definition = Define(
        "BinaryCrossEntropyWithLogits",
        "logits",
        "The binary cross-entropy of logits, without overflow.",
        "mean (ln(1 + eˣ) − x·t)",
        _ => new BinaryCrossEntropyWithLogits());

    protected override Node Element(Node x, Node target) => Softplus(x) - (x * target);
}
