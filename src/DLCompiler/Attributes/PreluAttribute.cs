namespace DLCompiler;

/// <summary>
/// x where it is positive, else a trained slope times x. Parameter: <c>weight</c> [1], or [C], which starts as 0.25.
/// PyTorch: <c>nn.PReLU</c> (He et al. 2015). The op <see cref="Ops.Prelu"/> takes the slope as an argument.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PreluAttribute : Attribute
{
    /// <summary>Whether each channel (axis 1) has a slope of its own. False unless set.</summary>
    public bool PerChannel { get; set; }
}
