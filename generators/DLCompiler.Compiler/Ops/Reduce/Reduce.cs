using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Combines the elements along axes, which are ascending and stay with size 1.</summary>
public abstract record Reduce(EquatableArray<int> Axes) : Primitive
{
    public override string Attributes => $"axes: {Axes}";

    public sealed override TensorType Infer(IReadOnlyList<TensorType> inputs) => Reduced(inputs[0], Axes);

    /// <summary>The type of a reduction's result.</summary>
    internal static TensorType Reduced(TensorType x, EquatableArray<int> axes) =>
        x.DType == DType.Float32
            ? TensorType.Float(Shape.Of(x.Shape.Dims.Select((d, axis) => axes.Contains(axis) ? Dim.One : d)))
            : throw ShapeException.OfIntegers("a reduction", x);
}

/// <summary>Σ x.</summary>
public sealed record ReduceSum(EquatableArray<int> Axes) : Reduce(Axes)
{
    public static readonly OpDefinition Definition = Reductions.Define("Sum", "The sum along axes.", "Σ x", Build.Sum);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [Build.BroadcastTo(gradient, node.Inputs[0].Shape)];
}

/// <summary>The greatest element; equal ones share the gradient evenly, as torch.amax's do.</summary>
public sealed record ReduceMax(EquatableArray<int> Axes) : Reduce(Axes)
{
    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [ShareAmongTies(node, gradient)];

    /// <summary>The gradient of an extremum: each element that equals it gets the gradient over their number.</summary>
    internal static Node ShareAmongTies(Node node, Node gradient)
    {
        var reduce = (Reduce)node.Op;
        var ties = Build.Equal(node.Inputs[0], node);
        return Build.Where(ties, gradient / Build.Sum(ties, reduce.Axes), Build.Number(0));
    }
}

/// <summary>The least element; equal ones share the gradient evenly, as torch.amin's do.</summary>
public sealed record ReduceMin(EquatableArray<int> Axes) : Reduce(Axes)
{
    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [ReduceMax.ShareAmongTies(node, gradient)];
}
