using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x².</summary>
public sealed record Square : Activation, IDifferentiable
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Square", "The square.", "x²", Build.Square);

    protected override Node Of(Node x) => x * x;

    public IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [gradient * 2 * node.Inputs[0]];
}
