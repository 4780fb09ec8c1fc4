namespace DLCompiler;

/// <summary>
/// What the layers that convolve have in common. A size is an integer or a symbol expression; one value serves all axes,
/// an array (<c>new[] { 1, 2 }</c>) has one each.
/// </summary>
/// <param name="out">The number of output channels.</param>
public abstract class ConvolutionAttribute(object @out) : Attribute
{
    /// <summary>The number of output channels.</summary>
    public object Out { get; } = @out;

    /// <summary>The number of input channels, where it shall be checked; inferred when unset.</summary>
    public object? In { get; set; }

    /// <summary>The size of the windows.</summary>
    public required object Kernel { get; set; }

    /// <summary>From a window to the next. 1 unless set.</summary>
    public object Stride { get; set; } = 1;

    /// <summary>From one element of a window to the next. 1 unless set.</summary>
    public object Dilation { get; set; } = 1;

    /// <summary>Groups of channels that know nothing of each other. 1 unless set.</summary>
    public object Groups { get; set; } = 1;

    /// <summary>Whether a bias is added. True unless set.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the weight starts.</summary>
    public Init Init { get; set; }

    /// <summary>
    /// The number that <see cref="Init"/> needs; see <see cref="DLCompiler.Init"/>. Unset: its default.
    /// </summary>
    public float InitValue { get; set; } = float.NaN;

    /// <summary>How the bias starts.</summary>
    public Init BiasInit { get; set; }

    /// <summary>The number that <see cref="BiasInit"/> needs. Unset: its default.</summary>
    public float BiasInitValue { get; set; } = float.NaN;
}
