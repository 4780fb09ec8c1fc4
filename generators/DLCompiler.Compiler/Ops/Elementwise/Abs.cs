using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>|x|; its gradient at 0 is 0.</summary>
public sealed record Abs : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Abs", "The absolute value; its gradient at 0 is 0.", "|x|", Build.Abs);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        var x = node.Inputs[0];
        return [Where(Greater(x, Number(0)), gradient, Where(Less(x, Number(0)), -gradient, Number(0)))];
    }
}
