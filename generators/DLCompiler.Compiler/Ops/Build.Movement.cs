using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <content>Movement: the same elements elsewhere.</content>
public static partial class Build
{
    /// <summary>The same elements in row-major order under another shape.</summary>
    public static Node Reshape(Node x, Shape shape)
    {
        while (x.Shape != shape && x.Op is Ops.Reshape) x = x.Inputs[0];
        return x.Shape == shape ? x : new Node(new Reshape(shape), x);
    }

    /// <summary>Axis k of the result is axis order[k].</summary>
    public static Node Permute(Node x, EquatableArray<int> order)
    {
        if (x.Op is Permute first)
        {
            order = order.Select(axis => first.Order[axis]).ToEquatableArray();
            x = x.Inputs[0];
        }

        return order.SequenceEqual(Enumerable.Range(0, x.Rank)) ? x : new Node(new Permute(order), x);
    }

    /// <summary>Swaps two axes; negative ones count from the end.</summary>
    public static Node Transpose(Node x, int axis0 = -2, int axis1 = -1)
    {
        var order = Enumerable.Range(0, x.Rank).ToArray();
        int first = axis0 < 0 ? axis0 + x.Rank : axis0, second = axis1 < 0 ? axis1 + x.Rank : axis1;
        (order[first], order[second]) = (order[second], order[first]);
        return Permute(x, new EquatableArray<int>(order));
    }

    /// <summary>Moves an axis; the others keep their order.</summary>
    public static Node MoveAxis(Node x, int from, int to)
    {
        var order = Enumerable.Range(0, x.Rank).Where(axis => axis != from).ToList();
        order.Insert(to, from);
        return Permute(x, order.ToEquatableArray());
    }

    /// <summary>A new axis of size 1.</summary>
    public static Node Unsqueeze(Node x, int axis) =>
        Reshape(x, Shape.Of(x.Shape.Dims.Take(axis).Append(Dim.One).Concat(x.Shape.Dims.Skip(axis))));

    /// <summary>
    /// <paramref name="count"/> elements of an axis, every <paramref name="step"/>th from <paramref name="start"/>
    /// on.
    /// </summary>
    public static Node Slice(Node x, int axis, Dim start, Dim count, Dim? step = null) =>
        start == Dim.Zero && count == x.Shape[axis] && (step is null || step == Dim.One)
            ? x
            : new Node(new Slice(axis, start, count, step ?? Dim.One), x);

    /// <summary>An axis in the opposite order.</summary>
    public static Node Reverse(Node x, int axis) => Slice(x, axis, x.Shape[axis] - 1, x.Shape[axis], -Dim.One);

    public static Node Concat(IReadOnlyList<Node> parts, int axis) =>
        parts.Count == 1 ? parts[0] : new Node(new Concat(axis), [.. parts]);

    /// <summary>
    /// The axis with <paramref name="before"/> and <paramref name="after"/> elements of a value around it.
    /// </summary>
    public static Node Pad(Node x, int axis, Dim before, Dim after, double value = 0) =>
        before == Dim.Zero && after == Dim.Zero ? x : new Node(new Pad(axis, before, after, value), x);
}
