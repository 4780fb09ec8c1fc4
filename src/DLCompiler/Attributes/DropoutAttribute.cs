namespace DLCompiler;

/// <summary>
/// In training, sets each element to 0 with a probability and divides the others by one minus it; else the identity.
/// PyTorch: <c>nn.Dropout</c> (Srivastava et al. 2014). The op <see cref="Ops.Dropout"/> does the same.
/// </summary>
/// <param name="probability">The probability of 0, from 0 up to but not including 1.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class DropoutAttribute(float probability) : Attribute
{
    /// <summary>The probability of 0.</summary>
    public float Probability { get; } = probability;
}
