using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The greatest elements along an axis, and where they are: the greatest first, of equals the first, NaN before all
/// numbers. No gradient passes.
/// </summary>
/// <param name="Count">How many.</param>
/// <param name="Axis">The axis, counted from the first.</param>
/// <param name="KeepsAxis">Whether the results have the axis; without it, <paramref name="Count"/> is 1.</param>
public sealed record TopK(Dim Count, int Axis, bool KeepsAxis) : LibraryCall, IForwardOnly
{
    public static readonly OpDefinition Definition = new(
        "TopK",
        "The greatest elements of each row along an axis, in order, and where they are; PyTorch's topk. Forward only.",
        DefineTopK)
    {
        Signatures = ["(Tensor Values, IntTensor Indices) TopK(Tensor x, int k, int axis = -1)"],
        Formula = "values in falling order, of equals the first; NaN counts as greater than every number",
        ShapeRule = "x: [..., L, ...], k ≤ L → values, indices: [..., k, ...]",
        Cases =
        [
            new("TopK(x, 2).Values", "x: [N, 5]") { Differentiable = false },
            new("TopK(x, 3, axis: 1).Values", "x: [N, 4, 3]") { Differentiable = false },
            new("TopK(x, 1, axis: 0).Values", "x: [4, N]") { Differentiable = false },
            new("ToFloat(TopK(x, 5).Indices)", "x: [N, 5]") { Differentiable = false },
            new("ToFloat(TopK(x + y, 2, axis: 1).Indices)", "x: [N, T+2, 2]; y: [2]") { Differentiable = false },
            new("Gather(w, TopK(x, 2).Indices)", "x: [N, 5]; w: [5, 3]") { Differentiable = false },
            new("TopK(x, 6).Values", "x: [N, 5]") { Fails = "DLC1012" },
            new("TopK(x, 0).Values", "x: [N, 5]") { Fails = "DLC1012" },
            new("TopK(x, 1, axis: 2).Values", "x: [N, 5]") { Fails = "DLC1002" },
        ],
    };

    public static readonly OpDefinition ArgMax = DefineArg("ArgMax", "greatest", isMaximum: true);

    public static readonly OpDefinition ArgMin = DefineArg("ArgMin", "least", isMaximum: false);

    public override string Routine => "TopK.Run";

    public override IReadOnlyList<StorageParameter> Storages => [new() { Results = [0] }, new() { Operands = [0] }];

    public override string Attributes => $"{Count}, axis: {Axis}{(KeepsAxis ? "" : ", dropped")}";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => InferAll(inputs)[0];

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs)
    {
        var shape = inputs[0].Shape.With(Axis, Count);
        if (!KeepsAxis) shape = Shape.Of(shape.Dims.Where((_, axis) => axis != Axis));
        return [TensorType.Float(shape), TensorType.Int(shape)];
    }

    public override IReadOnlyList<CallArgument> Arguments(Node node)
    {
        var x = node.Inputs[0].Shape;
        Dim[] sizes = [Dim.Product(x.Dims.Take(Axis)), x[Axis], Dim.Product(x.Dims.Skip(Axis + 1)), Count];
        return
        [
            new ResultArgument(0), new ResultArgument(1), new OperandArgument(0),
            .. sizes.Select(size => new SizeArgument(size)),
        ];
    }

    public override IReadOnlyList<Node?> Gradients(Node node, IReadOnlyList<Node?> gradients) => [null];

    private static TupleValue DefineTopK(CallArguments call)
    {
        var x = call.Tensor("x");
        int axis = call.Axis("axis", x.Rank);
        Dim count = call.Positive("k"), size = x.Shape[axis];
        Constraints.RequireAtMost(
            count, size, "DLC1012", () => $"there are no {count} greatest of {size} elements: x is {x.Shape}", "k");
        var node = new Node(new TopK(count, axis, KeepsAxis: true), Build.Float(x));
        return new TupleValue([new TensorValue(node.Result(0)), new TensorValue(node.Result(1))]);
    }

    private static OpDefinition DefineArg(string name, string kind, bool isMaximum) => new(
        name,
        $"Where the {kind} element of each row along an axis is; PyTorch's {name.ToLowerInvariant()}. Forward only.",
        call =>
        {
            var x = Build.Float(call.Tensor("x"));
            var op = new TopK(Dim.One, call.Axis("axis", x.Rank), call.Flag("keepDims"));
            return new TensorValue(new Node(op, isMaximum ? x : -x).Result(1));
        })
    {
        Signatures = [$"IntTensor {name}(Tensor x, int axis = -1, bool keepDims = false)"],
        Formula = "of equals the first; NaN counts as " + (isMaximum ? "greater" : "less") + " than every number",
        ShapeRule = "x: [..., L, ...] → [..., ...], with keepDims [..., 1, ...]",
        Cases =
        [
            new($"ToFloat({name}(x))", "x: [N, 5]") { Differentiable = false },
            new($"ToFloat({name}(x, axis: 0))", "x: [4, N]") { Differentiable = false },
            new($"ToFloat({name}(x, axis: 1, keepDims: true))", "x: [N, 4, 3]") { Differentiable = false },
            new($"Equal({name}(x), label)", "x: [N, 5]; label: int[N] < 5") { Differentiable = false },
            new($"ToFloat({name}(x, axis: 2))", "x: [N, 5]") { Fails = "DLC1002" },
        ],
    };
}
