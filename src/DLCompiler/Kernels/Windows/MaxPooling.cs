using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The maximum of each window of an image, and its gradient. The items are the images' channels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class MaxPooling
{
    /// <summary>y[p] = max over t of x[input of tap t of output p]; NaN if one of them is NaN.</summary>
    /// <param name="y">[planes, outputs].</param>
    /// <param name="taps">
    /// [planes, outputs]: which tap is the maximum, the first one of several; of NaN the last one; −1 where all are −∞. Null
    /// where nobody asks.
    /// </param>
    /// <param name="x">[planes, inputs].</param>
    /// <param name="planes">How many channels there are in all images.</param>
    /// <param name="window">The axes of an image.</param>
    public static void Run(Floats y, Floats taps, Floats x, nint planes, in SlidingWindow window)
    {
        if (taps.IsNull) Workers.Run(new SeparableMaxima(y, x, planes, window), planes, 2 * window.Inputs);
        else Workers.Run(new Maxima(y, taps, x, planes, window), planes, 4 * window.Inputs + window.Outputs * window.Taps / 2);
    }

    /// <summary>x[i] = Σ y[p] over all p whose tap is the input i, in the order of p.</summary>
    /// <param name="x">[planes, inputs].</param>
    /// <param name="y">[planes, outputs].</param>
    /// <param name="taps">[planes, outputs]: as <see cref="Run"/> made them.</param>
    /// <param name="planes">How many channels there are in all images.</param>
    /// <param name="window">The axes of an image.</param>
    public static void RunInput(Floats x, Floats y, Floats taps, nint planes, in SlidingWindow window) =>
        Workers.Run(new Inputs(x, y, taps, window), planes, window.Inputs + (16 * window.Outputs));

    /// <summary>
    /// The maxima, and which taps they are. What a tap looks at along a line of windows is a run of floats, or every second one of a run: in the image, or where
    /// windows reach beyond its edge, in a copy of its line with −∞ as padding.
    /// </summary>
    private readonly struct Maxima(Floats y, Floats taps, Floats x, nint planes, in SlidingWindow window) : IKernel
    {
        private readonly SlidingWindow _window = window;

        private bool HasPadding => _window.Width.Before > 0
            || _window.Width.First(_window.Width.Kernel - 1) + (_window.Width.Output - 1) * _window.Width.Stride
                >= _window.Width.Input;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var (depth, height, width) = (_window.Depth, _window.Height, _window.Width);
            var reach = (width.Kernel - 1) * width.Dilation + width.Stride * (Blocks.RoundUp(width.Output, V.Count) + V.Count);
            var pitch = Blocks.RoundUp(nint.Max(reach, width.Before + width.Input) + V.Count, 16);
            var lines = depth.Kernel * height.Kernel;
            var memory = Scratch.Take(lines * (pitch + 4));
            var found = new Lines((Floats*)(memory + lines * pitch).Pointer, (nint*)(memory + lines * (pitch + 2)).Pointer);
            var lastDirect = HasPadding ? default : x + (planes * _window.Inputs - reach);
            memory.ToWritableSpan(lines * pitch).Fill(float.NegativeInfinity);
            for (var item = start; item < end; item++)
            {
                var image = x + item * _window.Inputs;
                var to = item * _window.Outputs;
                for (nint d = 0; d < depth.Output; d++)
                {
                    for (nint h = 0; h < height.Output; h++, to += width.Output)
                    {
                        var count = Find<V>(image, d, h, lastDirect, memory, pitch, found);
                        Line<V>(found, count, y + to, taps + to);
                    }
                }
            }
        }

        /// <summary>Finds the lines of the image that windows of a line look at.</summary>
        /// <returns>How many there are.</returns>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private nint Find<V>(Floats image, nint d, nint h, Floats lastDirect, Floats memory, nint pitch, in Lines lines)
            where V : struct, ISimd<V>
        {
            var (depth, height, length) = (_window.Depth, _window.Height, _window.Width.Input);
            nint found = 0;
            for (nint tapD = 0; tapD < depth.Kernel; tapD++)
            {
                var inputD = d * depth.Stride + depth.First(tapD);
                if (inputD < 0 || inputD >= depth.Input) continue;
                for (nint tapH = 0; tapH < height.Kernel; tapH++)
                {
                    var inputH = h * height.Stride + height.First(tapH);
                    if (inputH < 0 || inputH >= height.Input) continue;
                    var from = image + (inputD * height.Input + inputH) * length;
                    lines.FirstTaps[found] = (tapD * height.Kernel + tapH) * _window.Width.Kernel;
                    if (from.Address <= lastDirect.Address)
                    {
                        lines.Starts[found++] = from;
                        continue;
                    }

                    var line = memory + found * pitch;
                    lines.Starts[found++] = line;
                    line += _window.Width.Before;
                    nint i = 0;
                    for (; i <= length - V.Count; i += V.Count) V.Store(V.Load(from, i, V.Count), line, i, V.Count);
                    if (i < length) V.Store(V.Load(from, i, length - i), line, i, length - i);
                }
            }

            return found;
        }

        /// <summary>What tap t of neighbouring windows looks at.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Look<V>(Floats line, nint output, nint tap) where V : struct, ISimd<V>
        {
            var at = line + (output * _window.Width.Stride + tap * _window.Width.Dilation);
            return _window.Width.Stride switch
            {
                1 => V.Load(at, 0, V.Count),
                2 => V.Even(V.Load(at, 0, V.Count), V.Load(at, V.Count, V.Count)),
                _ => V.LoadStrided(at, 0, _window.Width.Stride, V.Count),
            };
        }

        /// <summary>The maxima, and the taps that they are.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Line<V>(in Lines lines, nint count, Floats result, Floats which) where V : struct, ISimd<V>
        {
            nint length = _window.Width.Output, kernel = _window.Width.Kernel;
            var all = V.CreateBits(-1);
            for (nint i = 0; i < length; i += V.Count)
            {
                V max = V.Create(float.NegativeInfinity), first = V.Create(-1);
                for (nint line = 0; line < count; line++)
                {
                    for (nint tap = 0; tap < kernel; tap++)
                    {
                        var value = Look<V>(lines.Starts[line], i, tap);
                        var isBetter = V.Select(V.MaskEqual(value, value), V.MaskLess(max, value), all);
                        max = V.Select(isBetter, value, max);
                        first = V.Select(isBetter, V.Create(lines.FirstTaps[line] + tap), first);
                    }
                }

                var lanes = nint.Min(V.Count, length - i);
                V.Store(max, result, i, lanes);
                V.Store(first, which, i, lanes);
            }
        }

        /// <summary>Lines of an image, from the place of tap 0 of output 0 on, and the number of their first taps.</summary>
        private readonly struct Lines(Floats* starts, nint* firstTaps)
        {
            public Floats* Starts => starts;

            public nint* FirstTaps => firstTaps;
        }
    }

    private readonly struct Inputs(Floats x, Floats y, Floats taps, in SlidingWindow window) : IKernel
    {
        private readonly SlidingWindow _window = window;

        /// <summary>Whether windows lie side by side, those of a line two inputs wide: most pooling is like that.</summary>
        private bool IsPairs => _window.Width.Kernel == 2
            && IsTiling(_window.Depth) && IsTiling(_window.Height) && IsTiling(_window.Width);

        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            if (IsPairs) Spread<V>(start, end);
            else Scatter(start, end);
        }

        private static bool IsTiling(in WindowAxis axis) =>
            axis.Kernel == axis.Stride && axis is { Before: 0, Dilation: 1 } && axis.Output * axis.Stride <= axis.Input;

        /// <summary>Each input has at most one window: lines of outputs become lines of inputs, those that are no maximum 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Spread<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            WindowAxis depth = _window.Depth, height = _window.Height, width = _window.Width;
            var isCovered = _window.Inputs == _window.Outputs * _window.Taps;
            for (var item = start; item < end; item++)
            {
                var image = x + item * _window.Inputs;
                if (!isCovered) new Span<float>(image.Pointer, (int)_window.Inputs).Clear();
                Floats values = y + item * _window.Outputs, which = taps + item * _window.Outputs;
                for (nint d = 0; d < depth.Output; d++)
                {
                    for (nint h = 0; h < height.Output; h++, values += width.Output, which += width.Output)
                    {
                        for (nint line = 0; line < depth.Kernel * height.Kernel; line++)
                        {
                            var (tapD, tapH) = (line / height.Kernel, line % height.Kernel);
                            var row = (d * depth.Stride + tapD) * height.Input + h * height.Stride + tapH;
                            SpreadLine<V>(values, which, 2 * line, image + row * width.Input);
                        }
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void SpreadLine<V>(Floats values, Floats which, nint tap, Floats to) where V : struct, ISimd<V>
        {
            var length = _window.Width.Output;
            V left = V.Create(tap), right = V.Create(tap + 1);
            for (nint i = 0; i < length; i += V.Count)
            {
                var lanes = nint.Min(V.Count, length - i);
                V value = V.Load(values, i, lanes), place = V.Load(which, i, lanes);
                var even = V.Select(V.MaskEqual(place, left), value, default);
                var odd = V.Select(V.MaskEqual(place, right), value, default);
                V.Store(V.ZipLow(even, odd), to, 2 * i, nint.Min(V.Count, 2 * lanes));
                if (2 * lanes > V.Count) V.Store(V.ZipHigh(even, odd), to, 2 * i + V.Count, 2 * lanes - V.Count);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Scatter(nint start, nint end)
        {
            WindowAxis depth = _window.Depth, height = _window.Height, width = _window.Width;
            var table = Blocks.RoundUp(_window.Taps, 8) * 2;
            var places = (nint*)Scratch.Take(table).Pointer;
            WritePlaces(places);
            for (var item = start; item < end; item++)
            {
                var image = x + item * _window.Inputs;
                new Span<float>(image.Pointer, (int)_window.Inputs).Clear();
                Floats values = y + item * _window.Outputs, which = taps + item * _window.Outputs;
                for (nint d = 0; d < depth.Output; d++)
                {
                    for (nint h = 0; h < height.Output; h++, values += width.Output, which += width.Output)
                    {
                        var first = (d * depth.Stride * height.Input + h * height.Stride) * width.Input;
                        for (nint w = 0; w < width.Output; w++, first += width.Stride)
                        {
                            var tap = (nint)which[w];
                            if (tap >= 0) image[first + places[tap]] += values[w];
                        }
                    }
                }
            }
        }

        /// <summary>The input of each tap of output 0, which is outside the image where that is padding.</summary>
        private void WritePlaces(nint* places)
        {
            for (nint d = 0; d < _window.Depth.Kernel; d++)
            {
                for (nint h = 0; h < _window.Height.Kernel; h++)
                {
                    var row = (_window.Depth.First(d) * _window.Height.Input + _window.Height.First(h))
                        * _window.Width.Input;
                    for (nint w = 0; w < _window.Width.Kernel; w++) *places++ = row + _window.Width.First(w);
                }
            }
        }
    }
}
