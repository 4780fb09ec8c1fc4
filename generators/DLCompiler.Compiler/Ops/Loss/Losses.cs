using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>What losses have in common: a mean over the batch, of operands of one shape.</summary>
internal static class Losses
{
    /// <summary>A loss that is the mean over all elements of a function of two tensors of one shape.</summary>
    public static OpDefinition Pointwise(
        string name, string first, string summary, string formula, Func<Node, Node, Node> build) =>
        new(name, summary, call => Define(call, name, first, build))
        {
            Signatures = [$"Tensor {name}(Tensor {first}, Tensor target)"],
            Formula = formula,
            ShapeRule = ShapeRule(first),
            Cases = Cases($"{name}({first}, target)", first),
        };

    public static string ShapeRule(string first) => $"{first}, target: one shape → a scalar";

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

/// <summary>A loss: a scalar.</summary>
public abstract record LossOp : Composite
{
    protected sealed override TensorType InferComposite(IReadOnlyList<TensorType> inputs) =>
        TensorType.Float(Shape.Scalar);
}
