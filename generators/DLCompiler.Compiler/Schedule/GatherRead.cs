using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// An element of a gather's result, as it is read from the table: the element <see cref="Index"/> of the table's
/// memory, and as many times <see cref="Stride"/> farther as the integer says.
/// </summary>
internal sealed record GatherRead(Read Table, Read Indices, Affine Index, Dim Stride)
{
    /// <summary>
    /// The read, where the table and the indices lie in memory and the access tells their dimensions apart; else null.
    /// </summary>
    public static GatherRead? Of(Node gather, Access access, Func<Node, bool> isInMemory)
    {
        int split = gather.Inputs[1].Rank;
        if (ProductOperand.Of(gather.Inputs[0], isInMemory) is not { Read: var table }) return null;
        if (access.SplitAt(split) is not { } parts) return null;
        if (IndicesOf(gather.Inputs[1], parts.Leading) is not { } indices) return null;
        var rest = parts.Trailing.Segments;
        if (rest.Any(s => s.Count > 1)) return null;
        var index = table.Access.Linear.Substitute(axis => axis == 0 ? Affine.Zero : rest[axis - 1].Index);
        return new GatherRead(table, indices, index, table.Access.Linear.Coefficient(0));
    }

    /// <summary>The node that must be put in memory before <see cref="Of"/> can be other than null.</summary>
    public static Node Obstacle(Node gather, Func<Node, bool> isInMemory) =>
        ProductOperand.Of(gather.Inputs[0], isInMemory) is null
            ? ProductOperand.Obstacle(gather.Inputs[0], isInMemory)
            : gather;

    /// <summary>Integers as a part of the input, or of the result of a library call, that they are.</summary>
    public static Read? IndicesOf(Node node, Access access)
    {
        Access? at = access;
        for (; node.Op is not (Leaf { IsInMemory: true } or Result); node = node.Inputs[0]) at = at?.Through(node);
        return at is null ? null : new Read(node, at, Whole: true);
    }
}
