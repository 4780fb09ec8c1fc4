namespace DLCompiler;

/// <summary>
/// Makes a hand-written method over spans an op: <c>[Kernel(nameof(RunSoftsign))] public static partial Tensor
/// Softsign([Shape("N", "D")] Tensor x);</c>, which <c>Forward</c> calls like any other. Compiled, the method works on the
/// network's own memory; eagerly, on copies in single precision.
/// </summary>
/// <remarks>
/// The op is a static partial method of a partial class. It takes tensors, <c>float</c>, <c>int</c> and <c>bool</c>, and
/// returns a <see cref="Tensor"/>. A <see cref="ShapeAttribute"/> on its parameters binds symbols; one on its result
/// (<c>[return: Shape("N", 1)]</c>) states the result's shape, which otherwise is the first tensor's. The method over spans
/// is static and takes by name: a <c>ReadOnlySpan&lt;float&gt;</c> for a tensor, a <c>Span&lt;float&gt;</c> called
/// <c>result</c>, the op's numbers, and an <c>int</c> for a symbol. All is row-major. It writes every element of the result,
/// which holds anything before, and depends on nothing but its arguments. No gradient passes the op unless a method marked
/// <see cref="GradientAttribute"/> gives it one.
/// </remarks>
/// <param name="method">The name of the method over spans.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class KernelAttribute(string method) : Attribute
{
    /// <summary>The name of the method over spans.</summary>
    public string Method { get; } = method;
}
