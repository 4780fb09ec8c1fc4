using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// (Σ |x|ᵖ)^(1/p) along axes, which stay with size 1. The gradient where all is 0, which the formula leaves open, is
/// 0.
/// </summary>
public sealed record Norm(EquatableArray<int> Axes, double P) : Composite, IDifferentiable
{
    public static readonly OpDefinition Definition = new("Norm", "The p-norm along axes.", Define)
    {
        Signatures =
        [
            "Tensor Norm(Tensor x, int axis, float p = 2f, bool keepDims = false)",
            "Tensor Norm(Tensor x, int[] axes, float p = 2f, bool keepDims = false)",
            "Tensor Norm(Tensor x)",
        ],
        Formula = "(Σ |x|ᵖ)^(1/p), for an infinite p max |x|; the gradient at 0 is 0",
        ShapeRule = Reductions.ShapeRule,
        Cases =
        [
            .. Reductions.Cases("Norm"),
            new("Norm(x, axis: -1, p: 1f)", "x: [N, 5]"),
            new("Norm(x, axis: 0, p: 3f, keepDims: true)", "x: [N, 5]"),
            new("Norm(x, axis: -1, p: float.PositiveInfinity)", "x: [N, 5]"),
            new("Norm(x, axis: -1, p: 0.5f)", "x: [N, 5]") { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => $"axes: {Axes}, p: {(Scalar)P}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var x = inputs[0];
        return P switch
        {
            1 => Sum(Abs(x), Axes),
            2 => Sqrt(Sum(Square(x), Axes)),
            _ => Pow(Sum(Pow(Abs(x), Number(P)), Axes), Number(1 / P)),
        };
    }

    /// <summary>g · x·|x|ᵖ⁻² / normᵖ⁻¹.</summary>
    public IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        var x = node.Inputs[0];
        var signs = Greater(x, Number(0)) - Less(x, Number(0));
        var slope = P switch
        {
            1 => signs,
            2 => x / node,
            _ => signs * Pow(Abs(x) / node, Number(P - 1)),
        };
        return [Where(Equal(node, Number(0)), Number(0), gradient * slope)];
    }

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => Reduce.Reduced(inputs[0], Axes);

    private static Value Define(CallArguments call)
    {
        double p = call.Has("p") ? call.Number("p") : 2;
        if (!(p >= 1)) throw new ShapeException("DLC1012", $"a norm has a p of at least 1, not {(Scalar)p}", "p");
        return Reductions.Build(
            call, (x, axes) => double.IsInfinity(p) ? Max(Abs(x), axes) : new Node(new Norm(axes, p), x));
    }
}
