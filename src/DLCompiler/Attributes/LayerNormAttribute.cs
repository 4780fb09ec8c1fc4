namespace DLCompiler;

/// <summary>
/// (x − mean) / √(variance + ε) · weight + bias, with mean and biased variance along the last axis: [..., C] → [..., C].
/// Parameters: <c>weight</c> [C], which starts as ones, <c>bias</c> [C], as zeros. PyTorch: <c>nn.LayerNorm</c> (Ba et
/// al. 2016).
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LayerNormAttribute : Attribute
{
    /// <summary>ε. 10⁻⁵ unless set.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    /// <summary>Whether there is a weight. True unless set.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>Whether a layer with a weight has a bias, too. True unless set.</summary>
    public bool Bias { get; set; } = true;
}
