namespace DLCompiler;

/// <summary>
/// Declares a trained parameter on a partial property: <c>[Parameter("D", Init = Init.Ones)] private partial Tensor
/// Gamma { get; }</c>. It is called like its property in checkpoints. PyTorch: <c>torch.nn.Parameter</c>.
/// </summary>
/// <param name="shape">Integers and symbol expressions that are constant at each use.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class ParameterAttribute(params object[] shape) : Attribute
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
