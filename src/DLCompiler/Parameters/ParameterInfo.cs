namespace DLCompiler;

/// <summary>A parameter or buffer of a model.</summary>
/// <param name="Name">Its full name, as in PyTorch's <c>state_dict</c>: <c>Blocks.0.Query.weight</c>.</param>
/// <param name="Shape">Its shape, outermost dimension first; empty for a single number.</param>
/// <param name="Trained">Whether an optimizer changes it; false for a buffer.</param>
/// <param name="Initializer">How it starts.</param>
public sealed record ParameterInfo(string Name, int[] Shape, bool Trained, Initializer Initializer)
{
    /// <summary>The number of elements.</summary>
    public int Count { get; } = ShapeText.Count(Shape);

    /// <summary>As <c>Classify.weight [10, 64]</c>.</summary>
    public override string ToString() => $"{Name} {ShapeText.Of(Shape)}";
}
