using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x · y.</summary>
public sealed record Multiply : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Operator(
        "Multiply", "*", "The product, element by element.", Build.Multiply);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [gradient * node.Inputs[1], gradient * node.Inputs[0]];
}
