using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>1 at an integer's place along a new last axis, else 0.</summary>
public sealed record OneHot(Dim Count) : Composite
{
    public static readonly OpDefinition Definition = new(
        "OneHot",
        "1 at the place that an integer names, along a new last axis, and 0 elsewhere.",
        call => new TensorValue(new Node(new OneHot(call.Positive("count")), call.Tensor("x"))))
    {
        Signatures = ["Tensor OneHot(IntTensor x, int count)"],
        Formula = "yᵢ = x = i ? 1 : 0; an integer outside 0..count − 1 is refused where it is an input",
        ShapeRule = "x: int[...], count: K → [..., K]",
        Cases =
        [
            new("OneHot(x, 5)", "x: int[N, 3] < 5"),
            new("OneHot(x, 3)", "x: int[] < 3"),
            new("OneHot(x, 0)", "x: int[N] < 1") { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => $"count: {Count}";

    public override Dim? IndexBound(int input, IReadOnlyList<TensorType> inputs) => Count;

    public override Node Decompose(IReadOnlyList<Node> inputs) =>
        Equal(Unsqueeze(Float(inputs[0]), inputs[0].Rank), new Node(new Iota(Count)));

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) =>
        inputs[0].DType == DType.Int32
            ? TensorType.Float(Shape.Of(inputs[0].Shape.Dims.Append(Count)))
            : throw new ShapeException("DLC1014", $"OneHot takes integers, and {inputs[0]} is of floats", "x");
}
