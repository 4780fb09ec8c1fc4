using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x / y.</summary>
public sealed record Divide : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Operator(
        "Divide", "/", "The quotient.", Build.Divide, CaseDomain.Positive);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [gradient / node.Inputs[1], -(gradient * node / node.Inputs[1])];
}
