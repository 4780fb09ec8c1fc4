using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>−x.</summary>
public sealed record Negate : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Neg", "The negative.", "−x", Build.Negate);

    public static readonly OpDefinition Operator = new(
        "Negate", "The negative.", call => new TensorValue(Negate(call.Tensor("x"))))
    {
        Signatures = ["Tensor operator -(Tensor x)"],
        Formula = "−x",
        ShapeRule = Definition.ShapeRule,
        Cases = [new("-x", "x: [N, 3]")],
    };

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [-gradient];
}
