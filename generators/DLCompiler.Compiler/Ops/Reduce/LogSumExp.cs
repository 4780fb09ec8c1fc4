using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// ln Σ eˣ along axes, which stay with size 1. The greatest element is taken out, so that nothing overflows.
/// </summary>
public sealed record LogSumExp(EquatableArray<int> Axes) : Composite
{
    public static readonly OpDefinition Definition = Reductions.Define(
        "LogSumExp",
        "The logarithm of the sum of exponentials, without overflow.",
        "m + ln Σ eˣ⁻ᵐ, m = max x",
        Build.LogSumExp);

    public override string Attributes => $"axes: {Axes}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var greatest = StopGradient(Max(inputs[0], Axes));
        return Log(Sum(Exp(inputs[0] - greatest), Axes)) + greatest;
    }

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => Reduce.Reduced(inputs[0], Axes);
}
