using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// Windows that slide along one axis: output o looks at the inputs o·Stride + t·Dilation − Before, for t from 0 to
/// Kernel − 1; what lies outside the axis is padding.
/// </summary>
/// <param name="Input">The axis's length.</param>
/// <param name="Output">How many windows there are.</param>
/// <param name="Kernel">How many inputs a window looks at.</param>
/// <param name="Stride">From a window to the next.</param>
/// <param name="Dilation">From one input of a window to the next.</param>
/// <param name="Before">How much padding lies before the first input.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WindowAxis(
    nint Input, nint Output, nint Kernel, nint Stride = 1, nint Dilation = 1, nint Before = 0)
{
    /// <summary>An axis that an image does not have.</summary>
    public static WindowAxis None { get; } = new(1, 1, 1);

    /// <summary>Whether each output looks at the input of its own place.</summary>
    internal bool IsPointwise => Kernel == 1 && Stride == 1 && Before == 0 && Input == Output;

    /// <summary>
    /// The windows of the outputs that look at an input, the last tap first; null where the stride leaves some out.
    /// </summary>
    internal WindowAxis? Reversed
    {
        get
        {
            var before = (Kernel - 1) * Dilation - Before;
            return Stride == 1 && before >= 0 ? new WindowAxis(Output, Input, Kernel, 1, Dilation, before) : null;
        }
    }

    /// <summary>The place of tap t of output 0.</summary>
    internal nint First(nint tap) => tap * Dilation - Before;
}

/// <summary>Windows that slide over an image of up to three axes.</summary>
/// <param name="Depth">The outermost axis.</param>
/// <param name="Height">The middle axis.</param>
/// <param name="Width">The innermost axis.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct SlidingWindow(WindowAxis Depth, WindowAxis Height, WindowAxis Width)
{
    /// <summary>Windows over a line.</summary>
    public SlidingWindow(WindowAxis width)
        : this(WindowAxis.None, WindowAxis.None, width)
    {
    }

    /// <summary>Windows over an image of two axes.</summary>
    public SlidingWindow(WindowAxis height, WindowAxis width)
        : this(WindowAxis.None, height, width)
    {
    }

    /// <summary>Windows over an image of two axes that are alike.</summary>
    public static SlidingWindow Square(
        nint input, nint output, nint kernel, nint stride = 1, nint dilation = 1, nint before = 0)
    {
        var axis = new WindowAxis(input, output, kernel, stride, dilation, before);
        return new SlidingWindow(axis, axis);
    }

    /// <summary>How many inputs a window looks at.</summary>
    public nint Taps => Depth.Kernel * Height.Kernel * Width.Kernel;

    /// <summary>How many inputs an image has.</summary>
    public nint Inputs => Depth.Input * Height.Input * Width.Input;

    /// <summary>How many windows an image has.</summary>
    public nint Outputs => Depth.Output * Height.Output * Width.Output;

    /// <inheritdoc cref="WindowAxis.Reversed"/>
    internal SlidingWindow? Reversed =>
        Depth.Reversed is { } depth && Height.Reversed is { } height && Width.Reversed is { } width
            ? new SlidingWindow(depth, height, width)
            : null;

    internal bool IsPointwise => Depth.IsPointwise && Height.IsPointwise && Width.IsPointwise;
}
