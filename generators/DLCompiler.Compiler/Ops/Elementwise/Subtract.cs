using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x − y.</summary>
public sealed record Subtract : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Operator(
        "Subtract", "-", "The difference.", Build.Subtract);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient, -gradient];
}
