namespace DLCompiler;

/// <summary>
/// (x − mean) / √(variance + ε) · weight + bias, with mean and biased variance of each example's groups of channels: [N,
/// C, ...] → [N, C, ...]. Parameters: <c>weight</c> [C], which starts as ones, <c>bias</c> [C], as zeros. PyTorch:
/// <c>nn.GroupNorm</c> (Wu, He 2018).
/// </summary>
/// <param name="groups">The number of groups, a divisor of C.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class GroupNormAttribute(object groups) : Attribute
{
    /// <summary>The number of groups: an integer or a symbol expression.</summary>
    public object Groups { get; } = groups;

    /// <summary>ε. 10⁻⁵ unless set.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    /// <summary>Whether there are a weight and a bias. True unless set.</summary>
    public bool Affine { get; set; } = true;
}
