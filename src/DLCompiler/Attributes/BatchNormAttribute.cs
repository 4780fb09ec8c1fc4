namespace DLCompiler;

/// <summary>
/// (x − mean) / √(variance + ε) · weight + bias for each channel (axis 1): [N, C, ...] → [N, C, ...]. PyTorch:
/// <c>nn.BatchNorm1d</c>, 2d and 3d (Ioffe, Szegedy 2015).
/// </summary>
/// <remarks>
/// Parameters: <c>weight</c> [C], which starts as ones, <c>bias</c> [C], as zeros. Buffers: <c>running_mean</c> [C] and
/// <c>running_var</c> [C]. In training, mean and biased variance are the batch's, and a successful step moves the buffers by
/// momentum towards the batch's mean and unbiased variance; with more than one call of the layer, in call order. In
/// inference, they are the buffers. In training, a channel needs more than one value.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BatchNormAttribute : Attribute
{
    /// <summary>ε. 10⁻⁵ unless set.</summary>
    public float Epsilon { get; set; } = 1e-5f;

    /// <summary>The new statistics' share in the running ones. 0.1 unless set.</summary>
    public float Momentum { get; set; } = 0.1f;

    /// <summary>Whether there are a weight and a bias. True unless set.</summary>
    public bool Affine { get; set; } = true;
}
