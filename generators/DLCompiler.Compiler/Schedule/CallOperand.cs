using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// An operand of a library call as it lies in memory. The axes of the read's access are the operand's dimensions.
/// </summary>
internal sealed record CallOperand(Read Read, OperandForm Form, Shape Shape)
{
    /// <summary>An <c>IndexList</c> has two evenly spaced axes.</summary>
    private const int MaxIndexAxes = 2;

    /// <summary>From an element to the next along each axis but the last.</summary>
    public IEnumerable<Dim> Strides =>
        Enumerable.Range(0, Math.Max(0, Shape.Rank - 1)).Select(axis => Read.Access.Linear.Coefficient(axis));

    /// <summary>Integers as evenly spaced axes, outermost first, with neighbours that are one run folded together.</summary>
    public IReadOnlyList<(Dim Count, Dim Stride)> IndexAxes => Fold(Shape, Read.Access.Linear);

    /// <summary>The operand, where what it views is in memory in that form; else null.</summary>
    /// <exception cref="NotSupportedException">Integers are slices of slices that are not spaced evenly.</exception>
    public static CallOperand? Of(Node node, OperandForm form, Func<Node, bool> isInMemory)
    {
        if (form == OperandForm.Indices) return new CallOperand(Indices(node), form, node.Shape);
        if (ProductOperand.Of(node, isInMemory) is not { Read: var read }) return null;
        var index = read.Access.Linear;
        bool fits = form == OperandForm.Dense
            ? index.WithoutOffset() == Access.Identity(node.Shape).Linear
            : node.Rank == 0 || node.Shape[node.Rank - 1] == Dim.One || index.Coefficient(node.Rank - 1) == Dim.One;
        return fits ? new CallOperand(read, form, node.Shape) : null;
    }

    /// <summary>The node that must be put in memory before <see cref="Of"/> can be other than null.</summary>
    public static Node Obstacle(Node node, Func<Node, bool> isInMemory) =>
        ProductOperand.Of(node, isInMemory) is null ? ProductOperand.Obstacle(node, isInMemory) : node;

    private static Read Indices(Node node) =>
        GatherRead.IndicesOf(node, Access.Identity(node.Shape)) is { } read
            && Fold(node.Shape, read.Access.Linear).Count <= MaxIndexAxes
                ? read
                : throw new NotSupportedException($"The indices {node} lie in more than {MaxIndexAxes} spaced axes.");

    private static List<(Dim Count, Dim Stride)> Fold(Shape shape, Affine index)
    {
        var axes = new List<(Dim Count, Dim Stride)>();
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == Dim.One) continue;
            var (count, stride) = (shape[axis], index.Coefficient(axis));
            if (axes.Count > 0 && axes[axes.Count - 1].Stride == stride * count)
            {
                count *= axes[axes.Count - 1].Count;
                axes.RemoveAt(axes.Count - 1);
            }

            axes.Add((count, stride));
        }

        return axes;
    }
}
