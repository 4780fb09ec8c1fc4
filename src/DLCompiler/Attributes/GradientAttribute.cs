namespace DLCompiler;

/// <summary>
/// Makes a static method the gradient of another one: <c>[Gradient(nameof(Round))]</c>. What <c>Forward</c> calls is the
/// other method; wherever a gradient passes it, this one is called instead of differentiating the other's code. PyTorch:
/// <c>torch.autograd.Function</c>.
/// </summary>
/// <remarks>
/// Both are static methods of one class. The other takes tensors and numbers, and returns a <see cref="Tensor"/>. This one
/// takes by name what it needs: parameters of the other; a <see cref="Tensor"/> called <c>result</c>, what the other
/// returned; and a <see cref="Tensor"/> called <c>gradient</c>, the gradient of the loss by the result. It returns the
/// gradient by the other's <see cref="Tensor"/> parameter, of the parameter's shape; where there are several, a tuple of
/// one for each. <see cref="GradientCheck"/> compares it with differences.
/// </remarks>
/// <param name="of">The name of the method that this is the gradient of.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class GradientAttribute(string of) : Attribute
{
    /// <summary>The name of the method that this is the gradient of.</summary>
    public string Of { get; } = of;
}
