using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// The sizes of a convolution of images [Batch, Groups·Inputs, ...] with weights [Groups·Outputs, Inputs, kernel...] to
/// images [Batch, Groups·Outputs, ...].
/// </summary>
/// <param name="Batch">How many images.</param>
/// <param name="Groups">How many groups of channels, each of which knows nothing of the others.</param>
/// <param name="Outputs">Channels of a group of the result.</param>
/// <param name="Inputs">Channels of a group of the images.</param>
/// <param name="Window">The axes of the images.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ConvolutionShape(nint Batch, nint Groups, nint Outputs, nint Inputs, SlidingWindow Window)
{
    /// <summary>How many products each result is the sum of.</summary>
    public nint Depth => Inputs * Window.Taps;
}

/// <summary>Images in memory; strides are in elements.</summary>
/// <param name="Data">The first element.</param>
/// <param name="Batch">From an image to the next.</param>
/// <param name="Channel">From a channel to the next.</param>
/// <param name="Depth">Along the outermost axis of an image.</param>
/// <param name="Height">Along the middle axis.</param>
/// <param name="Width">Along the innermost axis.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ImageOperand(
    Floats Data, nint Batch, nint Channel, nint Depth, nint Height, nint Width)
{
    /// <summary>Lines.</summary>
    public ImageOperand(Floats data, nint batch, nint channel, nint width)
        : this(data, batch, channel, 0, 0, width)
    {
    }

    /// <summary>Images of two axes.</summary>
    public ImageOperand(Floats data, nint batch, nint channel, nint height, nint width)
        : this(data, batch, channel, 0, height, width)
    {
    }

    /// <summary>One past the last element of a channel of these lengths, none of which is 0.</summary>
    internal nint EndOf(nint depth, nint height, nint width) =>
        (depth - 1) * Depth + (height - 1) * Height + (width - 1) * Width + 1;

    /// <summary>Whether a channel's elements lie one after the other.</summary>
    internal bool IsDense(nint depth, nint height, nint width) =>
        (width == 1 || Width == 1) && (height == 1 || Height == width) && (depth == 1 || Depth == height * width);
}
