namespace DLCompiler.Runtime;

/// <summary>
/// Winograd's minimal filtering F(m × m, 3 × 3): a tile of m × m outputs of windows of 3 × 3, Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A, takes
/// (m + 2)² products instead of 9 m², as in Lavin and Gray, "Fast algorithms for convolutional neural networks" (2015).
/// </summary>
/// <remarks>
/// The matrices are those of Toom and Cook for some points p, of which the last is ∞, and M the product of all x − p: a column of
/// Aᵀ has the powers of p, a row of G 1, p and p² over M′(p), and a row of Bᵀ the coefficients of M / (x − p). A form has the maps along
/// one axis, of vectors that are a step apart; <see cref="WinogradTiles{F}"/> applies them along both.
/// </remarks>
internal interface IWinogradForm
{
    /// <summary>Outputs of a tile along an axis, m.</summary>
    static abstract nint Size { get; }

    /// <summary>Bᵀ, of the m + 2 inputs of a tile.</summary>
    static abstract void Inputs<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>;

    /// <summary>G, of the three taps of a window.</summary>
    static abstract void Taps<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>;

    /// <summary>Aᵀ, of m + 2 products: the outputs of a tile.</summary>
    static abstract void Outputs<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>;

    /// <summary>A, of the gradients of a tile's outputs.</summary>
    static abstract void OutputGradients<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>;

    /// <summary>Gᵀ, of m + 2 sums of products: the gradients of the taps.</summary>
    static abstract void TapGradients<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>;
}
