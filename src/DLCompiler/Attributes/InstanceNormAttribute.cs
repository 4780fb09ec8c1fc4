namespace DLCompiler;

/// <summary>
/// (x − mean) / √(variance + ε), with mean and biased variance of each channel of each example: [N, C, L, ...] → [N, C,
/// L, ...]. With <see cref="Affine"/>, · <c>weight</c> [C] + <c>bias</c> [C]. PyTorch: <c>nn.InstanceNorm1d</c>, 2d and 3d
/// (Ulyanov et al. 2016). In training, a channel needs more than one value.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class InstanceNormAttribute : Attribute
{
    /// <summary>ε. 10⁻⁵ unless set.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    /// <summary>Whether there are a weight and a bias. False unless set.</summary>
    public bool Affine { get; set; }
}
