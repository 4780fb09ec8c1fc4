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
    public static void Run(Floats y, Floats taps, Floats x, nint planes, in SlidingWindow window) =>
        Workers.Run(
            new Maxima(y, taps, x, window), planes, (4 * window.Inputs) + (window.Outputs * window.Taps / 2));

    /// <summary>x[i] = Σ y[p] over all p whose tap is the input i, in the order of p.</summary>
    /// <param name="x">[planes, inputs].</param>
    /// <param name="y">[planes, outputs].</param>
    /// <param name="taps">[planes, outputs]: as <see cref="Run"/> made them.</param>
    /// <param name="planes">How many channels there are in all images.</param>
    /// <param name="window">The axes of an image.</param>
    public static void RunInput(Floats x, Floats y, Floats taps, nint planes, in SlidingWindow window) =>
        Workers.Run(new Inputs(x, y, taps, window), planes, window.Inputs + (16 * window.Outputs));

    /// <summary>Planes that are made at a time: 32 KiB, for the first-level cache.</summary>
    private const nint SomeFloats = 1 << 13;

    private readonly struct Maxima(Floats y, Floats taps, Floats x, in SlidingWindow window) : IKernel
    {
        private readonly SlidingWindow _window = window;

        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var layout = PlaneLayout.OfInputs(_window);
            var table = Blocks.RoundUp(_window.Taps, 8) * 2;
            var some = nint.Clamp(SomeFloats / layout.Channel, 1, end - start);
            var scratch = Scratch.Take(table + Planes.Elements(layout, some));
            layout.Offsets(_window, 1, (nint*)scratch.Pointer);
            nint height = _window.Height.Input, width = _window.Width.Input;
            for (var item = start; item < end; item += some)
            {
                var count = nint.Min(some, end - item);
                var image = new ImageOperand(x + item * _window.Inputs, 0, _window.Inputs, height * width, width, 1);
                var planes = new Planes(layout, image, count, 1, scratch + table, float.NegativeInfinity);
                planes.Run<V>(0, count);
                for (nint i = 0; i < count; i++)
                    Plane<V>(layout, planes[0] + i * planes.Channel, (nint*)scratch.Pointer, (item + i) * _window.Outputs);
            }
        }

        private void Plane<V>(in PlaneLayout layout, Floats plane, nint* offsets, nint to) where V : struct, ISimd<V>
        {
            for (nint d = 0; d < _window.Depth.Output; d++)
            {
                for (nint h = 0; h < _window.Height.Output; h++, to += _window.Width.Output)
                {
                    var row = plane + (d * layout.Height.Length + h) * layout.Width.Length;
                    if (taps.IsNull) Row<V>(row, offsets, y + to);
                    else Row<V>(row, offsets, y + to, taps + to);
                }
            }
        }

        /// <summary>The windows along a line: what their tap t looks at are neighbours.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Row<V>(Floats row, nint* offsets, Floats result) where V : struct, ISimd<V>
        {
            nint count = _window.Taps, length = _window.Width.Output;
            for (nint i = 0; i < length; i += V.Count)
            {
                var max = V.Load(row + offsets[0], i, V.Count);
                for (nint tap = 1; tap < count; tap++) max = V.Maximum(max, V.Load(row + offsets[tap], i, V.Count));
                V.Store(max, result, i, nint.Min(V.Count, length - i));
            }
        }

        /// <summary>The same, and the tap that is the maximum.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Row<V>(Floats row, nint* offsets, Floats result, Floats which) where V : struct, ISimd<V>
        {
            nint count = _window.Taps, length = _window.Width.Output;
            var all = V.CreateBits(-1);
            for (nint i = 0; i < length; i += V.Count)
            {
                V max = V.Create(float.NegativeInfinity), first = V.Create(-1);
                for (nint tap = 0; tap < count; tap++)
                {
                    var value = V.Load(row + offsets[tap], i, V.Count);
                    var isBetter = V.Select(V.MaskEqual(value, value), V.MaskLess(max, value), all);
                    max = V.Select(isBetter, value, max);
                    first = V.Select(isBetter, V.Create(tap), first);
                }

                var lanes = nint.Min(V.Count, length - i);
                V.Store(max, result, i, lanes);
                V.Store(first, which, i, lanes);
            }
        }
    }

    private readonly struct Inputs(Floats x, Floats y, Floats taps, in SlidingWindow window) : IKernel
    {
        private readonly SlidingWindow _window = window;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
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
