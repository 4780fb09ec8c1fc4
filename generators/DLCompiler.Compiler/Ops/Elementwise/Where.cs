using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x where the condition is not 0, else y.</summary>
public sealed record Where : Elementwise
{
    public static readonly OpDefinition Definition = new(
        "Where", "Chooses between two tensors, element by element.", Define)
    {
        Signatures =
        [
            "Tensor Where(Tensor condition, Tensor x, Tensor y)",
            "Tensor Where(Tensor condition, Tensor x, float y)",
            "Tensor Where(Tensor condition, float x, Tensor y)",
            "Tensor Where(Tensor condition, float x, float y)",
        ],
        Formula = "condition ≠ 0 ? x : y",
        ShapeRule = "condition, x, y: shapes that broadcast → their common shape",
        Cases =
        [
            new("Where(x > y, x, y)", "x: [N, 3]; y: [3]"),
            new("Where(x > 0, 1f, y)", "x: [N, 1]; y: [3]"),
            new("Where(condition, 0f, 1f)", "condition: [N, 3]") { Differentiable = false },
            new("Where(condition, x, y)", "condition: [N, 3]; x: [N, 3]; y: [2]") { Fails = "DLC1001" },
        ],
    };

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
    [
        null,
        Where(node.Inputs[0], gradient, Number(0)),
        Where(node.Inputs[0], Number(0), gradient),
    ];

    private static TensorValue Define(CallArguments call) =>
        new(Build.Where(call.Tensor("condition"), call.Tensor("x"), call.Tensor("y")));
}
