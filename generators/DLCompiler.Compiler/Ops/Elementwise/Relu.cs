using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>max(x, 0); its gradient at 0 is 0.</summary>
public sealed record Relu : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Relu", "The rectifier; its gradient at 0 is 0.", "max(x, 0)", Build.Relu);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [Where(Greater(node, Number(0)), gradient, Number(0))];
}
