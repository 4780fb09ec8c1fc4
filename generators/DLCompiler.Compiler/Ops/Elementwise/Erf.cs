using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The error function.</summary>
public sealed record Erf : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Erf", "The error function.", "2/√π · ∫₀ˣ e^(−t²) dt", Build.Erf);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        var x = node.Inputs[0];
        return [gradient * (2 / Math.Sqrt(Math.PI)) * Exp(-(x * x))];
    }
}
