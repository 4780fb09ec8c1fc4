using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The natural logarithm.</summary>
public sealed record Log : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Log", "The natural logarithm.", "ln x", Build.Log, CaseDomain.Positive);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient / node.Inputs[0]];
}
