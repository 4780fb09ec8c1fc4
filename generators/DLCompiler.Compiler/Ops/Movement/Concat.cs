using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Tensors one after the other along an axis.</summary>
public sealed record Concat(int Axis) : Primitive
{
    public static readonly OpDefinition Definition = new("Concat", "Joins tensors along an axis.", Define)
    {
        Signatures = ["Tensor Concat(Tensor[] tensors, int axis)"],
        ShapeRule = "tensors: [N, A], [N, B], axis: 1 → [N, A + B]",
        Cases =
        [
            new("Concat([x, y], axis: 1)", "x: [N, 3]; y: [N, 4]"),
            new("Concat([x, y, x], axis: 0)", "x: [N, 3]; y: [2, 3]"),
            new("Concat([x, y], axis: 0)", "x: [N, 3]; y: [N, 4]") { Fails = "DLC1005" },
            new("Concat([x, y], axis: 0)", "x: [N, 3]; y: [N]") { Fails = "DLC1005" },
            new("Concat([x, y], axis: 2)", "x: [N, 3]; y: [N, 3]") { Fails = "DLC1002" },
        ],
    };

    public override string Attributes => $"axis: {Axis}";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var size = inputs.Aggregate(Dim.Zero, (sum, i) => sum + i.Shape[Axis]);
        return inputs[0] with { Shape = inputs[0].Shape.With(Axis, size) };
    }

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        var start = Dim.Zero;
        var parts = new List<Node?>();
        foreach (var input in node.Inputs)
        {
            parts.Add(Build.Slice(gradient, Axis, start, input.Shape[Axis]));
            start += input.Shape[Axis];
        }

        return parts;
    }

    /// <summary>The tensors with the sizes of the first on all other axes, which must be theirs.</summary>
    internal static IReadOnlyList<Node> Align(string op, IReadOnlyList<Node> tensors, int axis)
    {
        var first = tensors[0];
        return [.. tensors.Select(t => Build.Reshape(t, Aligned(op, first.Shape, t.Shape, axis)))];
    }

    private static Shape Aligned(string op, Shape first, Shape other, int joined)
    {
        string Message() => $"{op} cannot join {first} and {other} along axis {joined}";
        if (first.Rank != other.Rank)
            throw new ShapeException("DLC1005", $"{Message()}: their ranks differ", "tensors");
        for (int axis = 0; axis < first.Rank; axis++)
        {
            if (axis == joined) continue;
            Dim left = first[axis], right = other[axis];
            string detail = $"axis {axis} is {left} and {right}";
            Constraints.Require(left, right, "DLC1005", () => $"{Message()}: {detail}", "tensors");
        }

        return joined < first.Rank ? first.With(joined, other[joined]) : first;
    }

    private static TensorValue Define(CallArguments call)
    {
        var tensors = call.Tensors("tensors");
        if (tensors.Count == 0) throw new ShapeException("DLC1005", "Concat needs a tensor", "tensors");
        int axis = call.Axis("axis", tensors[0].Rank);
        return new TensorValue(Build.Concat(Align("Concat", tensors, axis), axis));
    }
}
