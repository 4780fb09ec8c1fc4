namespace DLCompiler;

/// <summary>
/// A fully connected layer on the last axis, y = x·Wᵀ + b: [..., in] → [..., out]. Parameters: <c>weight</c> [out, in],
/// <c>bias</c> [out]. PyTorch: <c>nn.Linear</c>, with its defaults (both uniform within ±1/√in).
/// </summary>
/// <param name="out">The output size.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LinearAttribute(object @out) : Attribute
{
    /// <summary>The output size: an integer or a symbol expression.</summary>
    public object Out { get; } = @out;

    /// <summary>The input size, where it shall be checked; inferred when unset.</summary>
    public object? In { get; set; }

    /// <summary>Whether a bias is added. True unless set.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the weight starts.</summary>
    public Init Init { get; set; }

    /// <summary>
    /// The number that <see cref="Init"/> needs; see <see cref="DLCompiler.Init"/>. Unset: its default.
    /// </summary>
    public float InitValue { get; set; } = float.NaN;

    /// <summary>How the bias starts.</summary>
    public Init BiasInit { get; set; }

    /// <summary>The number that <see cref="BiasInit"/> needs. Unset: its default.</summary>
    public float BiasInitValue { get; set; } = float.NaN;

    /// <summary>The name of a layer whose weight is used instead of an own one.</summary>
    public string? Tied { get; set; }
}
