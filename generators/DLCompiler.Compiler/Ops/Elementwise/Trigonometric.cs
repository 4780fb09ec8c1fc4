using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The sine.</summary>
public sealed record Sin : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary("Sin", "The sine.", "sin x", Build.Sin);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient * Cos(node.Inputs[0])];
}

/// <summary>The cosine.</summary>
public sealed record Cos : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary("Cos", "The cosine.", "cos x", Build.Cos);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [-(gradient * Sin(node.Inputs[0]))];
}
