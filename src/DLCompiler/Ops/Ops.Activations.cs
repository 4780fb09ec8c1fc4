namespace DLCompiler;

/// <summary>
/// The operations of networks. In the <c>Forward</c> method of a model they are what the compiler translates; called
/// anywhere else, or eagerly, they compute: plain reference code in double precision. Import them by
/// <c>using static DLCompiler.Ops;</c>.
/// </summary>
public static partial class Ops
{
    /// <summary>max(x, 0), elementwise. PyTorch: <c>relu</c>.</summary>
    public static Tensor Relu(Tensor x) => Elementwise.Map(x, v => v < 0 ? 0 : v);

    /// <summary>x where it is positive, else negativeSlope · x. PyTorch: <c>leaky_relu</c>.</summary>
    public static Tensor LeakyRelu(Tensor x, float negativeSlope = 0.01f) =>
        Elementwise.Map(x, v => v < 0 ? negativeSlope * v : v);

    /// <summary>x where it is positive, else alpha · (eˣ − 1). PyTorch: <c>elu</c> (Clevert et al. 2015).</summary>
    public static Tensor Elu(Tensor x, float alpha = 1f) =>
        Elementwise.Map(x, v => v < 0 ? alpha * SpecialFunctions.Expm1(v) : v);

    /// <summary>
    /// x · Φ(x) with the normal distribution Φ: x/2 · (1 + erf(x/√2)), or its approximation
    /// x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))). PyTorch: <c>gelu</c> (Hendrycks, Gimpel 2016).
    /// </summary>
    /// <param name="x">Any shape; the result has it too.</param>
    /// <param name="approximate">Whether the form with tanh is meant.</param>
    public static Tensor Gelu(Tensor x, bool approximate = false) =>
        approximate
            ? Elementwise.Map(x, v => 0.5 * v * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + (0.044715 * v * v * v)))))
            : Elementwise.Map(x, v => 0.5 * v * (1 + SpecialFunctions.Erf(v / Math.Sqrt(2))));

    /// <summary>x · sigmoid(x). PyTorch: <c>silu</c>.</summary>
    public static Tensor Silu(Tensor x) => Elementwise.Map(x, v => v * SpecialFunctions.Sigmoid(v));

    /// <summary>log(1 + eˣ), without overflow. PyTorch: <c>softplus</c>.</summary>
    public static Tensor Softplus(Tensor x) => Elementwise.Map(x, SpecialFunctions.Softplus);

    /// <summary>1 / (1 + e⁻ˣ). PyTorch: <c>sigmoid</c>.</summary>
    public static Tensor Sigmoid(Tensor x) => Elementwise.Map(x, SpecialFunctions.Sigmoid);

    /// <summary>The hyperbolic tangent. PyTorch: <c>tanh</c>.</summary>
    public static Tensor Tanh(Tensor x) => Elementwise.Map(x, Math.Tanh);
}
