using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Σ (x − mean)² / n along axes, which stay with size 1; with Bessel's correction, / (n − 1).</summary>
public sealed record Variance(EquatableArray<int> Axes, bool Unbiased) : Composite
{
    public static readonly OpDefinition Definition = new(
        "Variance",
        "The variance along axes, in two passes.",
        call => Reductions.Build(call, (x, axes) => new Node(new Variance(axes, call.Flag("unbiased")), x)))
    {
        Signatures =
        [
            "Tensor Variance(Tensor x, int axis, bool keepDims = false, bool unbiased = false)",
            "Tensor Variance(Tensor x, int[] axes, bool keepDims = false, bool unbiased = false)",
        ],
        Formula = "Σ (x − mean)² / n; unbiased: / (n − 1)",
        ShapeRule = Reductions.ShapeRule,
        Cases =
        [
            new("Variance(x, axis: -1)", "x: [N, 5]"),
            new("Variance(x, axis: 0, keepDims: true)", "x: [N, 5]"),
            new("Variance(x, axes: [1, 2], unbiased: true)", "x: [N, 3, 5]"),
            new("Variance(x, axis: 2)", "x: [N, 3]") { Fails = "DLC1002" },
        ],
    };

    public override string Attributes => $"axes: {Axes}{(Unbiased ? ", unbiased" : "")}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var x = inputs[0];
        Scalar count = CountAlong(x.Shape, Axes);
        return Sum(Square(x - Mean(x, Axes)), Axes) * (1 / (Unbiased ? count - 1 : count));
    }

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => Reduce.Reduced(inputs[0], Axes);
}
