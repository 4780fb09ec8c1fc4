using DLCompiler.Runtime;

namespace DLCompiler;

/// <content>Functions of each element.</content>
public static partial class Ops
{
    /// <summary>eˣ.</summary>
    public static Tensor Exp(Tensor x) => Elementwise.Map(x, Math.Exp);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(Tensor x) => Elementwise.Map(x, Math.Log);

    /// <summary>√x.</summary>
    public static Tensor Sqrt(Tensor x) => Elementwise.Map(x, Math.Sqrt);

    /// <summary>1/√x.</summary>
    public static Tensor Rsqrt(Tensor x) => Elementwise.Map(x, v => 1 / Math.Sqrt(v));

    /// <summary>x².</summary>
    public static Tensor Square(Tensor x) => Elementwise.Map(x, v => v * v);

    /// <summary>|x|.</summary>
    public static Tensor Abs(Tensor x) => Elementwise.Map(x, Math.Abs);

    /// <summary>The error function, 2/√π · ∫₀ˣ e^(−t²) dt. PyTorch: <c>erf</c>.</summary>
    public static Tensor Erf(Tensor x) => Elementwise.Map(x, SpecialFunctions.Erf);

    /// <summary>The sine, x in radians.</summary>
    public static Tensor Sin(Tensor x) => Elementwise.Map(x, Math.Sin);

    /// <summary>The cosine, x in radians.</summary>
    public static Tensor Cos(Tensor x) => Elementwise.Map(x, Math.Cos);

    /// <summary>x; no gradient passes it. PyTorch: <c>detach</c>.</summary>
    public static Tensor StopGradient(Tensor x) => x;

    /// <summary>
    /// x, which is an inside view of the network besides: the overloads of <c>Predict</c> with a <see cref="TapReader"/>
    /// show it, and no other pays for it.
    /// </summary>
    /// <param name="x">Any shape; the result is x itself.</param>
    /// <param name="name">What the view is called.</param>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public static Tensor Tap(Tensor x, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentException.ThrowIfNullOrEmpty(name);
        EagerRun.Tap(name, x);
        return x;
    }

    /// <summary>−x.</summary>
    public static Tensor Neg(Tensor x) => Elementwise.Map(x, v => -v);

    /// <summary>
    /// x to a power, elementwise with broadcasting; NaN for a negative x with a power that is no integer.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Pow(Tensor x, Tensor exponent) => Elementwise.Zip(nameof(Pow), x, exponent, Math.Pow);

    /// <inheritdoc cref="Pow(Tensor, Tensor)"/>
    public static Tensor Pow(Tensor x, float exponent) => Pow(x, Tensor.Scalar(exponent));

    /// <summary>min(max(x, min), max). PyTorch: <c>clamp</c>.</summary>
    public static Tensor Clamp(Tensor x, float min, float max) =>
        Elementwise.Map(x, v => Math.Min(Math.Max(v, min), max));

    /// <summary>The greater of two, elementwise with broadcasting. PyTorch: <c>maximum</c>.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Max(Tensor x, Tensor y) => Elementwise.Zip(nameof(Max), x, y, Math.Max);

    /// <summary>
    /// The greater of two, elementwise. Write <c>0f</c>, not <c>0</c>: with an <c>int</c>, <c>Max(x, 0)</c> reduces
    /// axis 0.
    /// </summary>
    public static Tensor Max(Tensor x, float y) => Max(x, Tensor.Scalar(y));

    /// <summary>The greater of two, elementwise.</summary>
    public static Tensor Max(float x, Tensor y) => Max(Tensor.Scalar(x), y);

    /// <summary>The lesser of two, elementwise with broadcasting. PyTorch: <c>minimum</c>.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Min(Tensor x, Tensor y) => Elementwise.Zip(nameof(Min), x, y, Math.Min);

    /// <summary>
    /// The lesser of two, elementwise. Write <c>1f</c>, not <c>1</c>: with an <c>int</c>, <c>Min(x, 1)</c> reduces
    /// axis 1.
    /// </summary>
    public static Tensor Min(Tensor x, float y) => Min(x, Tensor.Scalar(y));

    /// <summary>The lesser of two, elementwise.</summary>
    public static Tensor Min(float x, Tensor y) => Min(Tensor.Scalar(x), y);
}
