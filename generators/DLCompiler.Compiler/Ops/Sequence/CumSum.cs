using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Partial sums along an axis: each sums what a triangular mask lets through. No product with a triangle of ones, because
/// 0 · NaN would carry a NaN to the sums before it.
/// </summary>
public sealed record CumSum(int Axis) : Composite
{
    public static readonly OpDefinition Definition = new(
        "CumSum", "Partial sums along an axis.", call => Softmax.AlongAxis(call, axis => new CumSum(axis)))
    {
        Signatures = ["Tensor CumSum(Tensor x, int axis)"],
        Formula = "yₖ = x₀ + … + xₖ",
        ShapeRule = "x: any shape but a scalar's → the same shape",
        Cases =
        [
            new("CumSum(x, axis: 1)", "x: [N, 5]"),
            new("CumSum(x, axis: 0)", "x: [N, 3]"),
            new("CumSum(x, axis: -2)", "x: [N, 4, 3]"),
            new("CumSum(x, axis: 2)", "x: [N, 3]") { Fails = "DLC1002" },
        ],
    };

    public override string Attributes => $"axis: {Axis}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var x = inputs[0];
        var index = new Node(new Iota(x.Shape[Axis]));
        var isBefore = LessEqual(Unsqueeze(index, 0), Unsqueeze(index, 1));
        var rows = Unsqueeze(Transpose(x, Axis), x.Rank - 1);
        return Transpose(DropAxes(Sum(Where(isBefore, rows, Number(0)), [x.Rank]), [x.Rank]), Axis);
    }

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => inputs[0];

    /// <summary>The axis swapped with the last one, or back.</summary>
    private static Node Transpose(Node x, int axis) => Build.Transpose(x, axis, x.Rank - 1);
}
