using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x + y.</summary>
public sealed record Add : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Operator(
        "Add", "+", "The sum.", Build.Add);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient, gradient];
}
