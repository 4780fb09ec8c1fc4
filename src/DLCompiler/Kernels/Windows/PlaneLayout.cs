namespace DLCompiler.Runtime;

/// <summary>
/// An axis of an image as planes have it: padded, and split into the phases of its stride, so that the inputs of
/// neighbouring windows that have the same tap are neighbours.
/// </summary>
/// <remarks>
/// Tap t of output o is the input o·s + t·d − b. With t·d = s·q + r it is element o + q of the phase r, whose element u
/// is the input u·s + r − b. Taps t and t + s/gcd(s, d) share a phase: so there are no more phases than that.
/// </remarks>
/// <param name="Input">The image's length.</param>
/// <param name="Length">The length of a phase.</param>
/// <param name="Phases">How many phases there are.</param>
/// <param name="Stride">From one element of a phase to the next.</param>
/// <param name="Dilation">From one tap to the next.</param>
/// <param name="Before">How much padding lies before the first input.</param>
internal readonly record struct PlaneAxis(
    nint Input, nint Length, nint Phases, nint Stride, nint Dilation, nint Before)
{
    /// <summary>The axis as its windows look at it.</summary>
    public static PlaneAxis OfInputs(in WindowAxis window) => new(
        window.Input,
        window.Output + (window.Kernel - 1) * window.Dilation / window.Stride,
        nint.Min(window.Kernel, window.Stride / Gcd(window.Stride, window.Dilation)),
        window.Stride, window.Dilation, window.Before);

    /// <summary>The results of its windows, as far apart as the inputs in one phase.</summary>
    public static PlaneAxis OfOutputs(in WindowAxis window) =>
        new(window.Output, OfInputs(window).Length, 1, 1, 1, 0);

    /// <summary>The phase of a tap, by its number.</summary>
    public nint Phase(nint tap) => tap % Phases;

    /// <summary>The element of the tap of output 0 in its phase.</summary>
    public nint Element(nint tap) => tap * Dilation / Stride;

    /// <summary>The input that is an element of a phase; outside the image, it is padding.</summary>
    public nint Source(nint phase, nint element) => element * Stride + phase * Dilation % Stride - Before;

    /// <summary>The first element of a phase at or after an input.</summary>
    public nint At(nint phase, nint input) =>
        nint.Clamp(Blocks.Ceiling(input - Source(phase, 0), Stride), 0, Length);

    private static nint Gcd(nint a, nint b) => b == 0 ? a : Gcd(b, a % b);
}

/// <summary>
/// Where planes hold an image's elements. Outputs are counted along the planes, gaps included, so that one more output is
/// one more float for every tap; what falls into a gap is no output.
/// </summary>
internal readonly struct PlaneLayout(in PlaneAxis depth, in PlaneAxis height, in PlaneAxis width)
{
    /// <summary>
    /// Floats after the last plane that may be read: a tile of columns, and as much again where the last one begins.
    /// </summary>
    public const nint Slack = 128;

    private const nint Line = 16;

    public readonly PlaneAxis Depth = depth;
    public readonly PlaneAxis Height = height;
    public readonly PlaneAxis Width = width;

    /// <summary>The floats of one plane, one for each combination of phases.</summary>
    /// <remarks>Whole lines, and never a multiple of 4 KiB, at which lines push each other out of the cache.</remarks>
    public readonly nint Plane = Spread(Blocks.RoundUp(depth.Length * height.Length * width.Length, Line));

    /// <summary>The floats of a channel.</summary>
    public nint Channel => Plane * Depth.Phases * Height.Phases * Width.Phases;

    /// <summary>The floats of a channel of several images whose phases follow each other.</summary>
    public nint ChannelOf(nint images) => Spread(images * Channel);

    public static PlaneLayout OfInputs(in SlidingWindow window) => new(
        PlaneAxis.OfInputs(window.Depth), PlaneAxis.OfInputs(window.Height), PlaneAxis.OfInputs(window.Width));

    public static PlaneLayout OfOutputs(in SlidingWindow window) => new(
        PlaneAxis.OfOutputs(window.Depth), PlaneAxis.OfOutputs(window.Height), PlaneAxis.OfOutputs(window.Width));

    /// <summary>Outputs from the first to the last, gaps between them included.</summary>
    public nint Columns(in SlidingWindow window) =>
        ((window.Depth.Output - 1) * Height.Length + window.Height.Output - 1) * Width.Length + window.Width.Output;

    /// <summary>
    /// The element of output 0 for each tap of each channel: the order of a weight's last axes.
    /// </summary>
    public unsafe void Offsets(in SlidingWindow window, nint channels, nint* offsets)
    {
        for (nint channel = 0; channel < channels; channel++, offsets += window.Taps)
            Offsets(window, channel * Channel, Plane, offsets);
    }

    /// <summary>The element of output 0 for each tap.</summary>
    /// <param name="window">The windows.</param>
    /// <param name="start">Where the channel begins.</param>
    /// <param name="phase">From a phase to the next.</param>
    /// <param name="offsets">The result.</param>
    public unsafe void Offsets(in SlidingWindow window, nint start, nint phase, nint* offsets)
    {
        for (nint d = 0; d < window.Depth.Kernel; d++)
        {
            for (nint h = 0; h < window.Height.Kernel; h++)
            {
                var phases = (Depth.Phase(d) * Height.Phases + Height.Phase(h)) * Width.Phases;
                var row = (Depth.Element(d) * Height.Length + Height.Element(h)) * Width.Length;
                for (nint w = 0; w < window.Width.Kernel; w++)
                    *offsets++ = start + (phases + Width.Phase(w)) * phase + row + Width.Element(w);
            }
        }
    }

    /// <summary>
    /// The outputs among <paramref name="count"/> columns from <paramref name="first"/> on, as runs of neighbours.
    /// </summary>
    /// <param name="window">The windows.</param>
    /// <param name="first">The first column.</param>
    /// <param name="count">How many columns.</param>
    /// <param name="runs">Room for as many runs as there are columns.</param>
    /// <returns>How many runs there are.</returns>
    public unsafe int Runs(in SlidingWindow window, nint first, nint count, OutputRun* runs)
    {
        var found = 0;
        var end = nint.Min(first + count, Columns(window));
        for (var column = first; column < end;)
        {
            var (line, w) = (column / Width.Length, column % Width.Length);
            var (d, h) = (line / Height.Length, line % Height.Length);
            if (h >= window.Height.Output)
            {
                column = (d + 1) * Height.Length * Width.Length;
                continue;
            }

            if (w < window.Width.Output)
            {
                var length = nint.Min(window.Width.Output - w, end - column);
                var output = (d * window.Height.Output + h) * window.Width.Output + w;
                runs[found++] = new OutputRun(column - first, output, length);
            }

            column += Width.Length - w;
        }

        return found;
    }

    private static nint Spread(nint lines) => lines % 1024 == 0 ? lines + Line : lines;
}

/// <summary>Neighbouring outputs of an image.</summary>
/// <param name="Column">Where they begin in a tile.</param>
/// <param name="Output">The first one's number in the image.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct OutputRun(nint Column, nint Output, nint Length);
