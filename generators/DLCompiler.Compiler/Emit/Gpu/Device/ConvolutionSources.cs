namespace DLCompiler.Gpu;

using ILGPU;

/// <summary>Images that a source of a product looks at, at a place and by a channel and tap.</summary>
internal interface IImages
{
    float Look(int group, Place place, Place tap);
}

/// <summary>Four neighbouring places of images.</summary>
internal static class FourPlaces
{
    /// <summary>The elements from <paramref name="first"/> on; 0 from <paramref name="last"/> on.</summary>
    public static Vec4 Load<I>(I images, Extents sizes, int group, int first, int last, Place tap)
        where I : struct, IImages
    {
        var place0 = Place.Of(first, sizes);
        var place1 = place0.Next(sizes);
        var place2 = place1.Next(sizes);
        var place3 = place2.Next(sizes);
        return new Vec4(
            first < last ? images.Look(group, place0, tap) : 0f,
            first + 1 < last ? images.Look(group, place1, tap) : 0f,
            first + 2 < last ? images.Look(group, place2, tap) : 0f,
            first + 3 < last ? images.Look(group, place3, tap) : 0f);
    }
}

/// <summary>
/// What windows look at: line (image, place) and depth (channel, tap) — or, <paramref name="alongDepth"/>, the other way round,
/// where the sum goes over the places.
/// </summary>
internal struct WindowSource<P>(ImageOperand<P> x, SlidingWindow window, ConvolutionShape shape, bool alongDepth) : ISource, IImages
    where P : struct, IElements<P>
{
    public ImageOperand<P> X = x;
    public SlidingWindow Window = window;
    public int Inputs = checked((int)shape.Inputs);
    public int Places = checked((int)shape.Batch * window.Outputs);
    public int Along = alongDepth ? 1 : 0;

    public readonly int AlongDepth => Along;

    public float At(int outer, int inner, int line, int depth)
    {
        int place = Along == 1 ? depth : line, element = Along == 1 ? line : depth;
        return place < Places && element < Inputs * Window.Taps
            ? Look(inner, Place.Of(place, Window.OutputSizes), Place.Of(element, Window.KernelSizes))
            : 0f;
    }

    public Vec4 Load(int outer, int inner, int line, int depth, int end)
    {
        int first = Along == 1 ? depth : line, element = Along == 1 ? line : depth;
        if (depth >= end || element >= Inputs * Window.Taps) return new Vec4(0f, 0f, 0f, 0f);
        int last = Along == 1 ? IntrinsicMath.Min(end, Places) : Places;
        return FourPlaces.Load(this, Window.OutputSizes, inner, first, last, Place.Of(element, Window.KernelSizes));
    }

    public float Look(int group, Place place, Place tap)
    {
        int w = Window.Width.InputOf(place.Width, tap.Width), h = Window.Height.InputOf(place.Height, tap.Height);
        int d = Window.Depth.InputOf(place.Depth, tap.Depth);
        return w < 0 || h < 0 || d < 0 ? 0f : X.At(place.Image, group * Inputs + tap.Image, d, h, w);
    }
}

/// <summary>The results that look at an input: line (image, input), depth (channel of the result, tap).</summary>
internal struct ResultSource<P>(ImageOperand<P> y, SlidingWindow window, ConvolutionShape shape) : ISource, IImages
    where P : struct, IElements<P>
{
    public ImageOperand<P> Y = y;
    public SlidingWindow Window = window;
    public int Outputs = checked((int)shape.Outputs);
    public int Places = checked((int)shape.Batch * window.Inputs);

    public readonly int AlongDepth => 0;

    public float At(int outer, int inner, int line, int depth) => line < Places && depth < Outputs * Window.Taps
        ? Look(inner, Place.Of(line, Window.InputSizes), Place.Of(depth, Window.KernelSizes))
        : 0f;

    public Vec4 Load(int outer, int inner, int line, int depth, int end) => depth < end && depth < Outputs * Window.Taps
        ? FourPlaces.Load(this, Window.InputSizes, inner, line, Places, Place.Of(depth, Window.KernelSizes))
        : new Vec4(0f, 0f, 0f, 0f);

    public float Look(int group, Place place, Place tap)
    {
        int w = Window.Width.OutputOf(place.Width, tap.Width), h = Window.Height.OutputOf(place.Height, tap.Height);
        int d = Window.Depth.OutputOf(place.Depth, tap.Depth);
        return w < 0 || h < 0 || d < 0 ? 0f : Y.At(place.Image, group * Outputs + tap.Image, d, h, w);
    }
}

/// <summary>The channels of results: line (channel), depth (image, place).</summary>
internal struct ChannelSource<P>(ImageOperand<P> y, SlidingWindow window, ConvolutionShape shape) : ISource, IImages
    where P : struct, IElements<P>
{
    public ImageOperand<P> Y = y;
    public SlidingWindow Window = window;
    public int Outputs = checked((int)shape.Outputs);
    public int Places = checked((int)shape.Batch * window.Outputs);

    public readonly int AlongDepth => 1;

    public float At(int outer, int inner, int line, int depth) => line < Outputs && depth < Places
        ? Look(inner, Place.Of(depth, Window.OutputSizes), new Place(line, 0, 0, 0))
        : 0f;

    public Vec4 Load(int outer, int inner, int line, int depth, int end) => line < Outputs && depth < end
        ? FourPlaces.Load(this, Window.OutputSizes, inner, depth, IntrinsicMath.Min(end, Places), new Place(line, 0, 0, 0))
        : new Vec4(0f, 0f, 0f, 0f);

    public float Look(int group, Place place, Place tap) =>
        Y.At(place.Image, group * Outputs + tap.Image, place.Depth, place.Height, place.Width);
}

/// <summary>A weight as the gradient by the images reads it: line (input channel), depth (output channel, tap).</summary>
internal struct WeightSource<P>(P weight, ConvolutionShape shape) : ISource
    where P : struct, IElements<P>
{
    public P Weight = weight;
    public int Outputs = checked((int)shape.Outputs);
    public int Inputs = checked((int)shape.Inputs);
    public int Taps = shape.Window.Taps;

    public readonly int AlongDepth => 1;

    public float At(int outer, int inner, int line, int depth)
    {
        if (line >= Inputs || depth >= Outputs * Taps) return 0f;
        int channel = depth / Taps, tap = depth % Taps;
        return Weight[((inner * Outputs + channel) * Inputs + line) * Taps + tap];
    }

    public Vec4 Load(int outer, int inner, int line, int depth, int end) => FourElements.Load(this, outer, inner, line, depth, end);
}
