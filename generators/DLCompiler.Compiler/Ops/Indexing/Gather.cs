using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Rows of a table: x [V, rest...] and integers i [index...] give x[i] [index..., rest...]. Its gradient is the sum of
/// the gradients of each row.
/// </summary>
public sealed record Gather : Primitive
{
    public static readonly OpDefinition Definition = new(
        "Gather", "The elements of an axis that integers choose: NumPy's take, PyTorch's index_select.", Define)
    {
        Signatures = ["Tensor Gather(Tensor x, IntTensor indices, int axis = 0)"],
        Formula = "y[i, j, …] = x[indices[i, j], …] for axis 0",
        ShapeRule = "x: [A, V, C], indices: int[N, T], axis: 1 → [A, N, T, C]",
        Cases =
        [
            new("Gather(x, indices)", "x: [5, 3]; indices: int[N, T] < 5"),
            new("Gather(x, indices)", "x: [5]; indices: int[N] < 5"),
            new("Gather(x, indices)", "x: [5, 2, 3]; indices: int[] < 5"),
            new("Gather(x, indices, axis: 1)", "x: [N, 5, 3]; indices: int[2, T] < 5"),
            new("Gather(x, indices, axis: -1)", "x: [N, 5]; indices: int[3] < 5"),
            new("Gather(x, indices)", "x: []; indices: int[N] < 5") { Fails = "DLC1002" },
            new("Gather(x, indices, axis: 2)", "x: [N, 5]; indices: int[N] < 5") { Fails = "DLC1002" },
        ],
    };

    /// <exception cref="ShapeException">The table is no table of floats, or the indices are no integers.</exception>
    public static Node Of(Node table, Node indices) => new(new Gather(), table, indices);

    public override Dim? IndexBound(int input, IReadOnlyList<TensorType> inputs) =>
        input == 1 ? inputs[0].Shape[0] : null;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        if (inputs[0].DType == DType.Int32) throw ShapeException.OfIntegers(Name, inputs[0]);
        if (inputs[1].DType != DType.Int32)
            throw new ShapeException("DLC1014", $"indices are integers, not {inputs[1]}", "indices");
        return TensorType.Float(Shape.Of(inputs[1].Shape.Dims.Concat(inputs[0].Shape.Dims.Skip(1))));
    }

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [new Node(new ScatterAdd(node.Inputs[0].Shape[0]), gradient, node.Inputs[1]), null];

    /// <summary>The axis comes to the front; where it was, the axes of the indices go.</summary>
    private static TensorValue Define(CallArguments call)
    {
        Node x = call.Tensor("x"), indices = call.Tensor("indices");
        int axis = call.Axis("axis", x.Rank), count = indices.Rank;
        int[] before = [.. Enumerable.Range(0, axis)], after = [.. Enumerable.Range(axis + 1, x.Rank - axis - 1)];
        var gathered = Of(Build.Permute(x, [axis, .. before, .. after]), indices);
        return new TensorValue(Build.Permute(
            gathered,
            [.. before.Select(a => count + a), .. Enumerable.Range(0, count), .. after.Select(a => count + a - 1)]));
    }
}
