namespace DLCompiler.Gpu;

/// <summary>Windows that slide along one axis: output o looks at the inputs o·Stride + t·Dilation − Before.</summary>
internal struct WindowAxis(nint input, nint output, nint kernel, nint stride = 1, nint dilation = 1, nint before = 0)
{
    public int Input = checked((int)input);
    public int Output = checked((int)output);
    public int Kernel = checked((int)kernel);
    public int Stride = checked((int)stride);
    public int Dilation = checked((int)dilation);
    public int Before = checked((int)before);

    /// <summary>The input that tap <paramref name="tap"/> of an output looks at; −1 where that is padding.</summary>
    public readonly int InputOf(int output, int tap)
    {
        int input = output * Stride + tap * Dilation - Before;
        return input < Input ? input : -1;
    }

    /// <summary>The output whose tap <paramref name="tap"/> looks at an input; −1 where there is none.</summary>
    public readonly int OutputOf(int input, int tap)
    {
        int scaled = input + Before - tap * Dilation;
        if (scaled < 0 || scaled % Stride != 0) return -1;
        int output = scaled / Stride;
        return output < Output ? output : -1;
    }
}

/// <summary>Windows that slide over an image of up to three axes.</summary>
internal struct SlidingWindow(WindowAxis depth, WindowAxis height, WindowAxis width)
{
    public WindowAxis Depth = depth;
    public WindowAxis Height = height;
    public WindowAxis Width = width;

    public SlidingWindow(WindowAxis width)
        : this(new WindowAxis(1, 1, 1), new WindowAxis(1, 1, 1), width)
    {
    }

    public SlidingWindow(WindowAxis height, WindowAxis width)
        : this(new WindowAxis(1, 1, 1), height, width)
    {
    }

    public readonly Extents InputSizes => new(Depth.Input, Height.Input, Width.Input);

    public readonly Extents OutputSizes => new(Depth.Output, Height.Output, Width.Output);

    public readonly Extents KernelSizes => new(Depth.Kernel, Height.Kernel, Width.Kernel);

    /// <summary>How many inputs a window looks at.</summary>
    public readonly int Taps => Depth.Kernel * Height.Kernel * Width.Kernel;

    /// <summary>How many inputs an image has.</summary>
    public readonly int Inputs => Depth.Input * Height.Input * Width.Input;

    /// <summary>How many windows an image has.</summary>
    public readonly int Outputs => Depth.Output * Height.Output * Width.Output;

    public static SlidingWindow Square(
        nint input, nint output, nint kernel, nint stride = 1, nint dilation = 1, nint before = 0)
    {
        var axis = new WindowAxis(input, output, kernel, stride, dilation, before);
        return new SlidingWindow(axis, axis);
    }
}

/// <summary>The lengths of an image's axes.</summary>
internal readonly struct Extents(int depth, int height, int width)
{
    public readonly int Depth = depth;
    public readonly int Height = height;
    public readonly int Width = width;
}

/// <summary>An element of an image of a batch, by its indices: neighbours follow without a division.</summary>
internal readonly struct Place(int image, int depth, int height, int width)
{
    public readonly int Image = image;
    public readonly int Depth = depth;
    public readonly int Height = height;
    public readonly int Width = width;

    /// <summary>The element of a number.</summary>
    public static Place Of(int number, Extents sizes)
    {
        int lines = number / sizes.Width, planes = lines / sizes.Height;
        return new Place(planes / sizes.Depth, planes % sizes.Depth, lines % sizes.Height, number % sizes.Width);
    }

    /// <summary>The next one.</summary>
    public Place Next(Extents sizes)
    {
        if (Width + 1 < sizes.Width) return new Place(Image, Depth, Height, Width + 1);
        if (Height + 1 < sizes.Height) return new Place(Image, Depth, Height + 1, 0);
        return Depth + 1 < sizes.Depth ? new Place(Image, Depth + 1, 0, 0) : new Place(Image + 1, 0, 0, 0);
    }
}
