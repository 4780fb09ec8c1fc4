namespace DLCompiler;

/// <summary>
/// What a model's activations, their gradients and copies of its weights are stored as on a GPU: <c>[Model(Gpu = true, Precision =
/// Precision.Half)]</c>. Sums, losses, statistics, the weights themselves and the optimizer's state are floats in any case.
/// </summary>
public enum Precision
{
    /// <summary>Floats of 32 bits.</summary>
    Single,

    /// <summary>
    /// IEEE 754's 16 bits, <c>ILGPU.Half</c>: three decimal digits, from 6·10⁻⁸ to 65504. Gradients are scaled, and steps whose
    /// gradients overflow are left out.
    /// </summary>
    Half,

    /// <summary>The upper 16 bits of a float: two decimal digits, and a float's range.</summary>
    BFloat16,
}
