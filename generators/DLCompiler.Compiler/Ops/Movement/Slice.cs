using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Count elements of an axis: Start, Start + Step, …; a negative Step walks backwards.</summary>
public sealed record Slice(int Axis, Dim Start, Dim Count, Dim Step) : Primitive
{
    public static readonly OpDefinition Definition = new("Slice", "Parts of axes, as C# writes them.", Define)
    {
        Signatures = ["Tensor this[Tensor x, params object[] indices]"],
        Formula = "an int or ^int picks a position and drops the axis, a range keeps it; other axes stay whole",
        ShapeRule = "x: [A, B, C], [1.., .., 0] → [A − 1, B]",
        Cases =
        [
            new("x[.., 1..^1, 0]", "x: [N, 4, 5]"),
            new("x[^1]", "x: [3, 5]"),
            new("x[.., 2..]", "x: [N, T+2]"),
            new("x[.., 4]", "x: [N, 4]") { Fails = "DLC1007" },
            new("x[.., -1]", "x: [N, 4]") { Fails = "DLC1007" },
            new("x[.., 3..^2]", "x: [N, 4]") { Fails = "DLC1007" },
            new("x[.., ..5]", "x: [N, 4]") { Fails = "DLC1007" },
            new("x[0, 0, 0]", "x: [N, 4]") { Fails = "DLC1006" },
        ],
    };

    /// <summary>Whether elements are in the opposite order.</summary>
    public bool IsBackward => (-Step).AtLeast(1);

    /// <summary>The position of the last element.</summary>
    public Dim Last => Start + ((Count - 1) * Step);

    public override string Attributes =>
        $"axis: {Axis}, {Start}..{Last + 1}{(Step == Dim.One ? "" : $" by {Step}")}";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0] with { Shape = inputs[0].Shape.With(Axis, Count) };

    /// <summary>The gradient where it was taken from, and zeros elsewhere.</summary>
    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        if (IsBackward)
            return new Slice(Axis, Last, Count, -Step).Gradient(node, Build.Reverse(gradient, Axis));
        var spread = Spread(gradient);
        var after = node.Inputs[0].Shape[Axis] - Start - spread.Shape[Axis];
        return [Build.Pad(spread, Axis, Start, after)];
    }

    /// <summary>Step − 1 zeros between the elements, by way of an axis of size Step beside theirs.</summary>
    private Node Spread(Node gradient)
    {
        if (Step == Dim.One) return gradient;
        var rows = Build.Pad(Build.Unsqueeze(gradient, Axis + 1), Axis + 1, Dim.Zero, Step - 1);
        var line = Build.Reshape(rows, gradient.Shape.With(Axis, Count * Step));
        return Build.Slice(line, Axis, Dim.Zero, ((Count - 1) * Step) + 1);
    }

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        var indices = ((ListValue)call["indices"]).Items;
        if (indices.Count > x.Rank)
            throw new ShapeException("DLC1006", $"{indices.Count} indices are too many for {x.Shape}", "indices");
        var dropped = new List<int>();
        for (int axis = 0; axis < indices.Count; axis++)
        {
            if (indices[axis] is not RangeValue range)
            {
                range = Single(indices[axis]);
                dropped.Add(axis);
            }

            x = Take(x, axis, range);
        }

        return new TensorValue(Build.DropAxes(x, dropped.ToEquatableArray()));
    }

    private static RangeValue Single(Value index) => index switch
    {
        IndexValue { FromEnd: true } end => new(end, new IndexValue(end.Offset - 1, true)),
        IndexValue position => new(position, new IndexValue(position.Offset + 1, false)),
        SizeValue size => Single(new IndexValue(size.Size, false)),
        _ => throw new ShapeException("DLC0010", "an index must be an integer or a range that is constant", "indices"),
    };

    private static Node Take(Node x, int axis, RangeValue range)
    {
        var size = x.Shape[axis];
        Dim At(IndexValue index) => index.FromEnd ? size - index.Offset : index.Offset;
        Dim start = range.Start is { } first ? At(first) : Dim.Zero, end = range.End is { } last ? At(last) : size;
        string Message() =>
            $"the slice from {start} to {end} of axis {axis} is outside 0..{size} or empty: the tensor is {x.Shape}";
        Constraints.RequireAtMost(Dim.Zero, start, "DLC1007", Message, "indices");
        Constraints.RequireAtMost(start + 1, end, "DLC1007", Message, "indices");
        Constraints.RequireAtMost(end, size, "DLC1007", Message, "indices");
        return Build.Slice(x, axis, start, end - start);
    }
}
