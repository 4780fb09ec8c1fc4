namespace DLCompiler;

/// <summary>
/// Declares values that are saved with the model but not trained, such as running statistics, on a partial property.
/// PyTorch: <c>register_buffer</c>.
/// </summary>
/// <param name="shape">Integers and symbol expressions that are constant at each use.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BufferAttribute(params object[] shape) : Attribute
{
    /// <summary>The shape, outermost dimension first.</summary>
    public object[] Shape { get; } = shape;

    /// <summary>How the values start; <see cref="Init.Default"/> is zeros.</summary>
    public Init Init { get; set; }

    /// <summary>
    /// The number that <see cref="Init"/> needs; see <see cref="DLCompiler.Init"/>. Unset: its default.
    /// </summary>
    public float InitValue { get; set; } = float.NaN;
}
