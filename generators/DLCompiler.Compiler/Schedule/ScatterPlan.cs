using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// A sum of rows as the run-time library takes it: rows that lie one after the other, and integers in at most two
/// evenly spaced axes, outermost first.
/// </summary>
internal sealed record ScatterPlan(Read Values, Read Indices, IReadOnlyList<(Dim Count, Dim Stride)> Axes)
{
    private const int MaxAxes = 2;

    /// <summary>The plan, where the values are in memory as they must be; else null.</summary>
    /// <exception cref="NotSupportedException">The integers are slices of slices that are not spaced so.</exception>
    public static ScatterPlan? Of(Node scatter, Func<Node, bool> isInMemory)
    {
        Node values = scatter.Inputs[0], indices = scatter.Inputs[1];
        if (ProductOperand.Of(values, isInMemory) is not { Read: var read }) return null;
        if (read.Access.Linear.WithoutOffset() != Access.Identity(values.Shape).Linear) return null;
        var integers = GatherRead.IndicesOf(indices, Access.Identity(indices.Shape));
        return integers is { } found && Fold(indices.Shape, found.Access.Linear) is { Count: <= MaxAxes } axes
            ? new ScatterPlan(read, found, axes)
            : throw new NotSupportedException($"The indices of {scatter} lie in more than {MaxAxes} spaced axes.");
    }

    /// <summary>The node that must be put in memory before <see cref="Of"/> can be other than null.</summary>
    public static Node Obstacle(Node scatter, Func<Node, bool> isInMemory) =>
        ProductOperand.Of(scatter.Inputs[0], isInMemory) is null
            ? ProductOperand.Obstacle(scatter.Inputs[0], isInMemory)
            : scatter.Inputs[0];

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
