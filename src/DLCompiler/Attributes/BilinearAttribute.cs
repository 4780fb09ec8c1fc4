namespace DLCompiler;

/// <summary>
/// A form that is linear in each of two inputs, zₘ = Σᵢⱼ xᵢ·Wₘᵢⱼ·yⱼ + bₘ on the last axes: [..., in1], [..., in2] → [...,
/// out]. Parameters: <c>weight</c> [out, in1, in2], <c>bias</c> [out]. PyTorch: <c>nn.Bilinear</c>, with its defaults
/// (both uniform within ±1/√in1).
/// </summary>
/// <param name="out">The output size.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BilinearAttribute(object @out) : Attribute
{
    /// <summary>The output size: an integer or a symbol expression.</summary>
    public object Out { get; } = @out;

    /// <summary>Whether a bias is added. True unless set.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the weight starts.</summary>
    public Init Init { get; set; }

    /// <summary>
    /// The number that <see cref="Init"/> needs; see <see cref="DLCompiler.Init"/>. Unset: its default.
    /// </summary>
    public float InitValue { get; set; } = float.NaN;
}
