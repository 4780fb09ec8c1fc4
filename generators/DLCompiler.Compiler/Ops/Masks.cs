using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Masks say what counts: what is not 0. They have the leading axes of the tensor that they are for, so that one of
/// [N, T] serves [N, T, C]. What does not count may be anything, NaN included, so it is replaced before it is used.
/// </summary>
internal static class Masks
{
    /// <summary>1 where the mask is not 0, else 0, with axes of size 1 so that it broadcasts to a tensor.</summary>
    /// <exception cref="ShapeException">The mask does not have the leading axes of the tensor.</exception>
    public static Node Align(string op, string rule, Node mask, Node x, string reference)
    {
        string Message() =>
            $"{op} needs a mask with the leading axes of '{reference}', which is {x.Shape}, but 'mask' is {mask.Shape}";
        if (mask.Rank > x.Rank) throw new ShapeException(rule, Message(), "mask");
        for (int axis = 0; axis < mask.Rank; axis++)
            Constraints.Require(mask.Shape[axis], x.Shape[axis], rule, Message, "mask");
        var shape = Shape.Of(x.Shape.Dims.Select((d, axis) => axis < mask.Rank ? d : Dim.One));
        return NotEqual(Reshape(mask, shape), Number(0));
    }

    /// <summary>The tensor with zeros for what does not count.</summary>
    public static Node Clear(Node x, Node counts) => Where(counts, x, Number(0));

    /// <summary>How many elements along axes count, but at least 1, to divide by.</summary>
    public static Node Count(Node counts, Shape shape, EquatableArray<int> axes) =>
        Maximum(Sum(BroadcastTo(counts, shape), axes), Number(1));
}
