using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>eˣ.</summary>
public sealed record Exp : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Exp", "e to the power of x.", "eˣ", Build.Exp);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient * node];
}
