using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <content>Reductions. Axes are ascending and stay with size 1, unless the name says otherwise.</content>
public static partial class Build
{
    public static Node Sum(Node x, EquatableArray<int> axes) => new(new ReduceSum(axes), x);

    public static Node Max(Node x, EquatableArray<int> axes) => new(new ReduceMax(axes), x);

    public static Node Min(Node x, EquatableArray<int> axes) => new(new ReduceMin(axes), x);

    public static Node Mean(Node x, EquatableArray<int> axes) => new(new Mean(axes), x);

    public static Node LogSumExp(Node x, EquatableArray<int> axes) => new(new LogSumExp(axes), x);

    /// <summary>The mean of all elements, of rank 0.</summary>
    public static Node MeanOfAll(Node x) => DropAxes(Mean(x, AllAxes(x)), AllAxes(x));

    public static EquatableArray<int> AllAxes(Node x) => Enumerable.Range(0, x.Rank).ToEquatableArray();

    /// <summary>Drops axes of size 1.</summary>
    public static Node DropAxes(Node x, EquatableArray<int> axes) =>
        Reshape(x, Shape.Of(x.Shape.Dims.Where((_, axis) => !axes.Contains(axis))));

    /// <summary>How many elements a reduction of <paramref name="x"/> along the axes sums up.</summary>
    public static Dim CountAlong(Shape shape, EquatableArray<int> axes) => Dim.Product(axes.Select(a => shape[a]));
}
