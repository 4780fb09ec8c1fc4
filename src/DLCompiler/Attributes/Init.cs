namespace DLCompiler;

/// <summary>
/// How a parameter starts. Some need a number (<c>InitValue</c>); the default is used where none is set. Fans are
/// those of <c>torch.nn.init</c>: for a weight [out, in, …], fan in = in · rest and fan out = out · rest.
/// </summary>
public enum Init
{
    /// <summary>What PyTorch uses for this parameter of this layer; zeros for a raw parameter.</summary>
    Default,

    /// <summary>Every element is 0.</summary>
    Zeros,

    /// <summary>Every element is 1.</summary>
    Ones,

    /// <summary>Every element is <c>InitValue</c> (default 0).</summary>
    Constant,

    /// <summary>Uniform within ±<c>InitValue</c> (default 1).</summary>
    Uniform,

    /// <summary>Normal with mean 0 and standard deviation <c>InitValue</c> (default 1).</summary>
    Normal,

    /// <summary>
    /// Uniform within ±gain·√(3 / fan in); <c>InitValue</c> is the gain (default √2, for ReLU). He et al. 2015.
    /// </summary>
    KaimingUniform,

    /// <summary>
    /// Normal with deviation gain / √(fan in); <c>InitValue</c> is the gain (default √2, for ReLU). He et al. 2015.
    /// </summary>
    KaimingNormal,

    /// <summary>
    /// Uniform within ±gain·√(6 / (fan in + fan out)); <c>InitValue</c> is the gain (default 1). Glorot, Bengio 2010.
    /// </summary>
    XavierUniform,

    /// <summary>
    /// Normal with deviation gain·√(2 / (fan in + fan out)); <c>InitValue</c> is the gain (default 1). Glorot, Bengio
    /// 2010.
    /// </summary>
    XavierNormal,

    /// <summary>Orthonormal rows or columns, times <c>InitValue</c> (default 1). Saxe et al. 2013.</summary>
    Orthogonal,
}
