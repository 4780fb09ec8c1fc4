namespace DLCompiler;

/// <summary>
/// x / √(mean x² + ε) · weight along the last axis: [..., C] → [..., C]. Parameter: <c>weight</c> [C], which starts as
/// ones. PyTorch: <c>nn.RMSNorm</c> (Zhang, Sennrich 2019).
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class RmsNormAttribute : Attribute
{
    internal const float DefaultEpsilon = 1.1920929e-7f;

    /// <summary>ε. Unless set, the distance from 1 to the next float, as PyTorch has it.</summary>
    public float Epsilon { get; set; } = DefaultEpsilon;

    /// <summary>Whether there is a weight. True unless set.</summary>
    public bool Affine { get; set; } = true;
}
