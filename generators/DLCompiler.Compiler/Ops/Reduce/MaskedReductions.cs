using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Reductions of what a mask, the second input, says counts. The axis stays with size 1.</summary>
public abstract record MaskedReduction(int Axis) : Composite
{
    public override string Attributes => $"axis: {Axis}";

    protected static OpDefinition Define(
        string name, string summary, string formula, Func<int, MaskedReduction> op) =>
        new(name, summary, call => Build(call, name, op))
        {
            Signatures = [$"Tensor {name}(Tensor x, Tensor mask, int axis = 1, bool keepDims = false)"],
            Formula = formula,
            ShapeRule = "x: [N, T, ...], mask: the leading axes of x, such as [N, T], axis: 1 → [N, ...]; keepDims: [N, 1, ...]",
            Cases =
            [
                new($"{name}(x, SequenceMask(lengths, 4))", "x: [N, 4, 3]; lengths: int[N] < 5"),
                new($"{name}(x, m > 0, keepDims: true)", "x: [N, 4, 3]; m: [N, 4]"),
                new($"{name}(x, m > 0, axis: -1)", "x: [N, 4, 3]; m: [N, 4, 3]"),
                new($"{name}(x, m > 0, axis: 0)", "x: [N, 3]; m: [N]"),
                new($"{name}(x, m)", "x: [N, 4, 3]; m: [N, 3]") { Fails = "DLC1001" },
                new($"{name}(x, m)", "x: [N, 4]; m: [N, 4, 1]") { Fails = "DLC1001" },
                new($"{name}(x, m, axis: 3)", "x: [N, 4, 3]; m: [N, 4]") { Fails = "DLC1002" },
            ],
        };

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => Reduce.Reduced(inputs[0], [Axis]);

    private static TensorValue Build(CallArguments call, string name, Func<int, MaskedReduction> op)
    {
        var x = call.Tensor("x");
        int axis = call.Axis("axis", x.Rank);
        var counts = Masks.Align(name, "DLC1001", call.Tensor("mask"), x, "x");
        var result = new Node(op(axis), x, counts);
        return new TensorValue(call.Flag("keepDims") ? result : DropAxes(result, [axis]));
    }
}

/// <summary>The mean of what counts.</summary>
public sealed record MaskedMean(int Axis) : MaskedReduction(Axis)
{
    public static readonly OpDefinition Definition = Define(
        "MaskedMean",
        "The mean along an axis of what a mask says counts: the pooling of padded sequences.",
        "Σ (mask ≠ 0 ? x : 0) / n, n the number of what counts; 0 where nothing does",
        axis => new MaskedMean(axis));

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        Node x = inputs[0], counts = inputs[1];
        return Sum(Masks.Clear(x, counts), [Axis]) / Masks.Count(counts, x.Shape, [Axis]);
    }
}

/// <summary>The greatest of what counts.</summary>
public sealed record MaskedMax(int Axis) : MaskedReduction(Axis)
{
    public static readonly OpDefinition Definition = Define(
        "MaskedMax",
        "The greatest element along an axis of what a mask says counts: the pooling of padded sequences.",
        "max (mask ≠ 0 ? x : −∞); 0 where nothing counts",
        axis => new MaskedMax(axis));

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        Node x = inputs[0], counts = inputs[1];
        var greatest = Max(Where(counts, x, Number(double.NegativeInfinity)), [Axis]);
        return Where(Max(BroadcastTo(counts, x.Shape), [Axis]), greatest, Number(0));
    }
}
