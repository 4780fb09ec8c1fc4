using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Σ x / n along axes, which stay with size 1.</summary>
public sealed record Mean(EquatableArray<int> Axes) : Composite
{
    public static readonly OpDefinition Definition = Reductions.Define(
        "Mean", "The arithmetic mean along axes.", "Σ x / n", Build.Mean);

    public override string Attributes => $"axes: {Axes}";

    public override Node Decompose(IReadOnlyList<Node> inputs) =>
        Sum(inputs[0], Axes) * (1 / (Scalar)CountAlong(inputs[0].Shape, Axes));

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => Reduce.Reduced(inputs[0], Axes);
}
