using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>What losses have in common: a mean over the batch, of operands of one shape.</summary>
internal static class Losses
{
    public static IReadOnlyList<OpCase> Cases(string expression, string first) =>
    [
        new(expression, $"{first}: [N, 3]; target: [N, 3]"),
        new(expression, $"{first}: [N, 3]; target: [N, 4]") { Fails = "DLC1011" },
        new(expression, $"{first}: [N, 1]; target: [N]") { Fails = "DLC1011" },
    ];

    public static TensorValue Define(CallArguments call, string name, string first, Func<Node, Node, Node> build)
    {
        var x = call.Tensor(first);
        return new TensorValue(build(x, WithShape(name, call.Tensor("target"), x.Shape, "target", first)));
    }

    /// <summary>What formulas say of the mask that losses take.</summary>
    public const string MaskRule = ", of what 'mask' is not 0 for where it is given; what it leaves out may be anything";

    /// <summary>The mean of losses, of those alone that count where that is given; 0 where none does.</summary>
    /// <param name="losses">A loss an element or a row.</param>
    /// <param name="counts">1 or 0, which broadcasts to the losses; null where all count.</param>
    public static Node MeanOf(Node losses, Node? counts)
    {
        if (counts is null) return MeanOfAll(losses);
        var axes = AllAxes(losses);
        return DropAxes(Sum(Masks.Clear(losses, counts), axes) / Masks.Count(counts, losses.Shape, axes), axes);
    }

    /// <summary>1 for rows that count, with an axis of size 1 for the classes; null where all do.</summary>
    /// <param name="label">The class of each row.</param>
    /// <param name="ignored">The label of rows that do not count.</param>
    /// <param name="mask">1 or 0 a row; null where there is none.</param>
    public static Node? Rows(Node label, int? ignored, Node? mask)
    {
        var labelled = ignored is { } index ? NotEqual(Float(label), Number(index)) : null;
        var counts = labelled is null ? mask : mask is null ? labelled : labelled * mask;
        return counts is null ? null : Unsqueeze(counts, counts.Rank);
    }

    /// <summary>The label that does not count; null where none is named.</summary>
    public static int? Ignored(CallArguments call) => call.Has("ignoreIndex") ? call.Integer("ignoreIndex") : null;

    /// <summary>The mask of a call as 1 and 0 for each row; nothing where there is none.</summary>
    public static IEnumerable<Node> RowMask(CallArguments call, string name, Shape rows, string reference) => call.Has("mask")
        ? [NotEqual(WithShape(name, call.Tensor("mask"), rows, "mask", reference), Number(0))]
        : [];

    /// <summary>
    /// x[label] along the last axis, which stays with size 1. It is picked by comparing, so that the gradient, a
    /// one-hot, is elementwise along a row.
    /// </summary>
    public static Node Picked(Node x, Node label)
    {
        var index = new Node(new Iota(x.Shape[x.Rank - 1]));
        var hit = Equal(index, Unsqueeze(Float(label), label.Rank));
        return Sum(Where(hit, x, Number(0)), [x.Rank - 1]);
    }

    /// <summary>The bound of labels, which are the integer input 1: the size of the last axis of input 0.</summary>
    public static Dim? Classes(int input, IReadOnlyList<TensorType> inputs) =>
        input == 1 && inputs[1].DType == DType.Int32 ? inputs[0].Shape[inputs[0].Rank - 1] : null;

    /// <summary>The tensor, which must have a shape.</summary>
    /// <exception cref="ShapeException">It does not (DLC1011).</exception>
    public static Node WithShape(string name, Node x, Shape expected, string argument, string reference)
    {
        string Message() =>
            $"{name} needs '{argument}' of shape {expected}, because of '{reference}', but it is {x.Shape}";
        if (x.Rank != expected.Rank) throw new ShapeException("DLC1011", Message(), argument);
        for (int axis = 0; axis < x.Rank; axis++)
            Constraints.Require(x.Shape[axis], expected[axis], "DLC1011", Message, argument);
        return Reshape(x, expected);
    }
}

/// <summary>The mean over all elements of a function of two tensors of one shape, which a mask may follow.</summary>
public abstract record PointwiseLoss : LossOp
{
    public sealed override Node Decompose(IReadOnlyList<Node> inputs)
    {
        Node x = inputs[0], target = inputs[1];
        if (inputs.Count == 2) return MeanOfAll(Element(x, target));
        var counts = inputs[2];
        return Losses.MeanOf(Element(Masks.Clear(x, counts), Masks.Clear(target, counts)), counts);
    }

    /// <summary>The loss of an element.</summary>
    protected abstract Node Element(Node x, Node target);

    /// <param name="name">The method.</param>
    /// <param name="first">What it calls its first parameter.</param>
    /// <param name="summary">One sentence on what it computes.</param>
    /// <param name="formula">The mean.</param>
    /// <param name="op">Makes the op of a call.</param>
    /// <param name="options">Further parameters in C#, each with a comma before it.</param>
    /// <param name="arguments">Arguments for them in the cases, each with a comma before it.</param>
    /// <param name="cases">Further cases.</param>
    protected static OpDefinition Define(
        string name,
        string first,
        string summary,
        string formula,
        Func<CallArguments, PointwiseLoss> op,
        string options = "",
        string arguments = "",
        IReadOnlyList<OpCase>? cases = null)
    {
        string Call(string more) => $"{name}({first}, target{arguments}{more})";
        return new OpDefinition(name, summary, call => Build(call, name, first, op(call)))
        {
            Signatures = [$"Tensor {name}(Tensor {first}, Tensor target{options}, Tensor? mask = null)"],
            Formula = formula + Losses.MaskRule,
            ShapeRule = $"{first}, target: one shape, mask: its leading axes → a scalar",
            Cases =
            [
                .. Losses.Cases(Call(""), first),
                new(Call(", mask: SequenceMask(lengths, 4)"), $"{first}: [N, 4, 2]; target: [N, 4, 2]; lengths: int[N] < 5"),
                new(Call(", mask: m > 0"), $"{first}: [N, 3]; target: [N, 3]; m: [N, 3]"),
                new(Call(", mask: m"), $"{first}: [N, 3]; target: [N, 3]; m: [3, 3, N]") { Fails = "DLC1011" },
                .. cases ?? [],
            ],
        };
    }

    private static TensorValue Build(CallArguments call, string name, string first, PointwiseLoss op)
    {
        var x = call.Tensor(first);
        var target = Losses.WithShape(name, call.Tensor("target"), x.Shape, "target", first);
        return new TensorValue(call.Has("mask")
            ? new Node(op, x, target, Masks.Align(name, "DLC1011", call.Tensor("mask"), x, first))
            : new Node(op, x, target));
    }
}

/// <summary>A loss: a scalar.</summary>
public abstract record LossOp : Composite
{
    protected sealed override TensorType InferComposite(IReadOnlyList<TensorType> inputs) =>
        TensorType.Float(Shape.Scalar);
}
