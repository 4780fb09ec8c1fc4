namespace DLCompiler.Gpu;

/// <summary>The maximum of each window of an image, and its gradient.</summary>
internal static partial class MaxPooling
{
    /// <summary>
    /// y[p] = max over t of x[input of tap t of output p], and which tap it is: the first one of several, of NaN the last; −1
    /// where all are −∞. y and taps are [planes, outputs], x is [planes, inputs].
    /// </summary>
    public static void Run<Y, X>(Device device, Y y, Floats taps, X x, nint planes, SlidingWindow window)
        where Y : struct, IElements<Y>
        where X : struct, IElements<X> => device.Map(
            new Maxima<Y, X>(device.Valid(y), device.Valid(taps), x, y.IsNull, taps.IsNull, window), planes * window.Outputs);

    /// <summary>x[i] = Σ y[p] over all p whose tap is the input i, in the order of taps from the last.</summary>
    public static void RunInput<X, Y>(Device device, X x, Y y, Floats taps, nint planes, SlidingWindow window)
        where X : struct, IElements<X>
        where Y : struct, IElements<Y> => device.Map(new Inputs<X, Y>(x, y, taps, window), planes * window.Inputs);

    internal struct Maxima<TY, TX>(TY y, Floats taps, TX x, bool skipsValues, bool skipsTaps, SlidingWindow window) : IMap
        where TY : struct, IElements<TY>
        where TX : struct, IElements<TX>
    {
        public TY Y = y;
        public Floats Taps = taps;
        public TX X = x;
        public int WritesValues = skipsValues ? 0 : 1;
        public int WritesTaps = skipsTaps ? 0 : 1;
        public SlidingWindow Window = window;

        public void Run(int item)
        {
            int place = item % Window.Outputs, plane = item / Window.Outputs;
            int w = place % Window.Width.Output, h = place / Window.Width.Output % Window.Height.Output;
            int d = place / Window.Width.Output / Window.Height.Output;
            float max = float.NegativeInfinity;
            int best = -1, tap = 0;
            for (int tapD = 0; tapD < Window.Depth.Kernel; tapD++)
            {
                int inD = Window.Depth.InputOf(d, tapD);
                for (int tapH = 0; tapH < Window.Height.Kernel; tapH++)
                {
                    int inH = Window.Height.InputOf(h, tapH);
                    for (int tapW = 0; tapW < Window.Width.Kernel; tapW++)
                    {
                        int inW = Window.Width.InputOf(w, tapW);
                        if (inD >= 0 && inH >= 0 && inW >= 0)
                        {
                            int input = (inD * Window.Height.Input + inH) * Window.Width.Input + inW;
                            float value = X[plane * Window.Inputs + input];
                            if (value > max || float.IsNaN(value))
                            {
                                max = value;
                                best = tap;
                            }
                        }

                        tap++;
                    }
                }
            }

            if (WritesValues == 1) Y[item] = max;
            if (WritesTaps == 1) Taps[item] = best;
        }
    }

    internal struct Inputs<TX, TY>(TX x, TY y, Floats taps, SlidingWindow window) : IMap
        where TX : struct, IElements<TX>
        where TY : struct, IElements<TY>
    {
        public TX X = x;
        public TY Y = y;
        public Floats Taps = taps;
        public SlidingWindow Window = window;

        public void Run(int item)
        {
            int place = item % Window.Inputs, plane = item / Window.Inputs;
            int w = place % Window.Width.Input, h = place / Window.Width.Input % Window.Height.Input;
            int d = place / Window.Width.Input / Window.Height.Input;
            float sum = 0f;
            int tap = Window.Taps - 1;
            for (int tapD = Window.Depth.Kernel - 1; tapD >= 0; tapD--)
            {
                int outD = Window.Depth.OutputOf(d, tapD);
                for (int tapH = Window.Height.Kernel - 1; tapH >= 0; tapH--)
                {
                    int outH = Window.Height.OutputOf(h, tapH);
                    for (int tapW = Window.Width.Kernel - 1; tapW >= 0; tapW--)
                    {
                        int outW = Window.Width.OutputOf(w, tapW);
                        if (outD >= 0 && outH >= 0 && outW >= 0)
                        {
                            int output = plane * Window.Outputs + (outD * Window.Height.Output + outH) * Window.Width.Output + outW;
                            if (Taps[output] == tap) sum += Y[output];
                        }

                        tap--;
                    }
                }
            }

            X[item] = sum;
        }
    }
}

/// <summary>
/// The means of parts that cover an image, and their gradient. Part i of an axis with n elements, of m parts, has the elements
/// from ⌊i·n / m⌋ to ⌈(i + 1)·n / m⌉.
/// </summary>
internal static class AdaptivePooling
{
    public static void Run<Y, X>(
        Device device, Y y, X x, nint planes, nint depth, nint height, nint width, nint outDepth, nint outHeight,
        nint outWidth)
        where Y : struct, IElements<Y>
        where X : struct, IElements<X> => device.Map(
            new Means<Y, X>(y, x, new(depth, outDepth), new(height, outHeight), new(width, outWidth)),
            planes * outDepth * outHeight * outWidth);

    public static void RunInput<X, Y>(
        Device device, X x, Y y, nint planes, nint depth, nint height, nint width, nint outDepth, nint outHeight,
        nint outWidth)
        where X : struct, IElements<X>
        where Y : struct, IElements<Y> => device.Map(
            new Spread<X, Y>(x, y, new(depth, outDepth), new(height, outHeight), new(width, outWidth)),
            planes * depth * height * width);

    /// <summary>An axis in parts.</summary>
    internal struct Parts(nint length, nint count)
    {
        public int Length = checked((int)length);
        public int Count = checked((int)count);

        public readonly int Start(int part) => (int)((long)part * Length / Count);

        public readonly int End(int part) => (int)(((long)(part + 1) * Length + Count - 1) / Count);

        /// <summary>The first part that has an element; those behind it have it until one starts beyond.</summary>
        public readonly int FirstWith(int element) => (int)((long)element * Count / Length);
    }

    internal struct Means<TY, TX>(TY y, TX x, Parts depth, Parts height, Parts width) : IMap
        where TY : struct, IElements<TY>
        where TX : struct, IElements<TX>
    {
        public TY Y = y;
        public TX X = x;
        public Parts Depth = depth;
        public Parts Height = height;
        public Parts Width = width;

        public void Run(int item)
        {
            int w = item % Width.Count, h = item / Width.Count % Height.Count;
            int d = item / Width.Count / Height.Count % Depth.Count, plane = item / Width.Count / Height.Count / Depth.Count;
            int endD = Depth.End(d), endH = Height.End(h), endW = Width.End(w);
            int startD = Depth.Start(d), startH = Height.Start(h), startW = Width.Start(w);
            float sum = 0f;
            for (int i = startD; i < endD; i++)
            {
                for (int j = startH; j < endH; j++)
                {
                    int line = ((plane * Depth.Length + i) * Height.Length + j) * Width.Length;
                    for (int k = startW; k < endW; k++) sum += X[line + k];
                }
            }

            Y[item] = sum / ((endD - startD) * (endH - startH) * (endW - startW));
        }
    }

    internal struct Spread<TX, TY>(TX x, TY y, Parts depth, Parts height, Parts width) : IMap
        where TX : struct, IElements<TX>
        where TY : struct, IElements<TY>
    {
        public TX X = x;
        public TY Y = y;
        public Parts Depth = depth;
        public Parts Height = height;
        public Parts Width = width;

        public void Run(int item)
        {
            int w = item % Width.Length, h = item / Width.Length % Height.Length;
            int d = item / Width.Length / Height.Length % Depth.Length;
            int plane = item / Width.Length / Height.Length / Depth.Length;
            float sum = 0f;
            for (int i = Depth.FirstWith(d); i < Depth.Count && Depth.Start(i) <= d; i++)
            {
                for (int j = Height.FirstWith(h); j < Height.Count && Height.Start(j) <= h; j++)
                {
                    for (int k = Width.FirstWith(w); k < Width.Count && Width.Start(k) <= w; k++)
                    {
                        int size = (Depth.End(i) - Depth.Start(i)) * (Height.End(j) - Height.Start(j)) * (Width.End(k) - Width.Start(k));
                        sum += Y[((plane * Depth.Count + i) * Height.Count + j) * Width.Count + k] / size;
                    }
                }
            }

            X[item] = sum;
        }
    }
}
