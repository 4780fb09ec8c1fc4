using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The transposed convolution, a block of channels and of the image at a time: first the products of all taps with all
/// results, as one matrix product, then the sums of those that belong to one input. No product is made in vain,
/// whatever the stride is.
/// </summary>
internal readonly unsafe struct ConvolutionInput<E> : IKernel where E : struct, IEpilogue
{
    /// <summary>Rows of the matrix product: enough that packing its right operand does not count.</summary>
    private const nint BlockRows = 96;

    private readonly ConvolutionShape _shape;
    private readonly ImageOperand _y;
    private readonly Floats _weight;
    private readonly E _epilogue;
    private readonly int _split;
    private readonly bool _isDirect;
    private readonly nint _channels;
    private readonly nint _length;

    private ConvolutionInput(in ConvolutionShape shape, in ImageOperand y, Floats weight, in E epilogue)
    {
        (_shape, _y, _weight, _epilogue) = (shape, y, weight, epilogue);
        var window = shape.Window;
        _split = Has(window.Depth) ? 0 : Has(window.Height) ? 1 : 2;
        _isDirect = shape.Outputs <= Convolution.FewRows;
        _channels = _isDirect ? 1 : nint.Clamp(BlockRows / window.Taps, 1, shape.Inputs);
        var axis = Axis(window, _split);
        var columns = nint.Max(1, CacheSizes.Current.Block / (_channels * window.Taps * (window.Outputs / axis.Output)));
        _length = nint.Min(axis.Input, columns * axis.Stride);
    }

    private nint Blocks => Runtime.Blocks.Ceiling(Axis(_shape.Window, _split).Input, _length);

    private nint ChannelBlocks => Runtime.Blocks.Ceiling(_shape.Inputs, _channels);

    public static void Run<V>(in ConvolutionShape shape, in ImageOperand y, Floats weight, in E epilogue)
        where V : struct, ISimd<V>
    {
        var kernel = new ConvolutionInput<E>(shape, y, weight, epilogue);
        var count = shape.Batch * shape.Groups * kernel.ChannelBlocks * kernel.Blocks;
        var products = shape.Outputs * shape.Window.Outputs * shape.Window.Taps * kernel._channels / kernel.Blocks;
        var cost = products / PackedProduct.MultiplyAddsPerCost + shape.Window.Inputs * kernel._channels;
        Workers.Run<ConvolutionInput<E>, V>(kernel, count, cost);
    }

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (var item = start; item < end; item++)
        {
            var (rest, block) = (item / Blocks, item % Blocks);
            var (place, channels) = (rest / ChannelBlocks, rest % ChannelBlocks);
            RunBlock<V>(place / _shape.Groups, place % _shape.Groups, channels * _channels, block * _length);
        }
    }

    private static bool Has(in WindowAxis axis) => axis.Input > 1 || axis.Output > 1;

    private static WindowAxis Axis(in SlidingWindow window, int split) =>
        split == 0 ? window.Depth : split == 1 ? window.Height : window.Width;

    private static nint FloorDivide(nint a, nint b) => (a - (a % b + b) % b) / b;

    /// <summary>A block of channels, of the inputs from <paramref name="start"/> on along the axis that is split.</summary>
    private void RunBlock<V>(nint image, nint group, nint channel, nint start) where V : struct, ISimd<V>
    {
        var window = _shape.Window;
        var axis = Axis(window, _split);
        var end = nint.Min(start + _length, axis.Input);
        nint inner = 1;
        if (_split < 2) inner *= window.Width.Output;
        if (_split < 1) inner *= window.Height.Output;

        // The results whose windows reach into the block.
        var reach = (axis.Kernel - 1) * axis.Dilation;
        var first = nint.Max(0, -FloorDivide(reach - start - axis.Before, axis.Stride));
        var last = nint.Min(axis.Output, FloorDivide(end - 1 + axis.Before, axis.Stride) + 1);
        var columns = nint.Max(0, last - first) * inner;
        var channels = nint.Min(_channels, _shape.Inputs - channel);
        var pitch = Runtime.Blocks.RoundUp(window.Width.Input, 16) + 16 * window.Width.Stride;
        var y = _y.Data + (image * _y.Batch + group * _shape.Outputs * _y.Channel);
        var weight = _weight + (group * _shape.Outputs * _shape.Inputs + channel) * window.Taps;

        var scratch = RowScratch.Get(0, 2 * pitch + (_isDirect ? 0 : channels * window.Taps * columns));
        var box = new Box(start, end, first, last);
        if (_isDirect)
        {
            var terms = new Terms(y, _y.Channel, 0, weight, _shape.Depth, 1, _shape.Outputs);
            Lines<V>(terms, box with { First = 0 }, image, group, channel, scratch, pitch);
            return;
        }

        var products = scratch + 2 * pitch;
        if (columns > 0)
        {
            Gemm.Run(
                new GemmShape(channels * window.Taps, columns, _shape.Outputs),
                new GemmOperand(weight, 1, _shape.Depth),
                new GemmOperand(y + first * inner, _y.Channel, 1),
                new GemmOperand(products, columns, 1));
        }

        var one = 1f;
        for (nint c = 0; c < channels; c++)
        {
            var terms = new Terms(
                products + c * window.Taps * columns, 0, columns, new Floats((nint)(&one)), 0, 0, 1);
            Lines<V>(terms, box, image, group, channel + c, scratch, pitch);
        }
    }

    /// <summary>The lines of a channel: all terms of each element are summed, in the order of results and taps.</summary>
    private void Lines<V>(
        in Terms terms, in Box box, nint image, nint group, nint channel, Floats scratch, nint pitch)
        where V : struct, ISimd<V>
    {
        var window = _shape.Window;
        var (d0, d1) = _split == 0 ? (box.Start, box.End) : (0, window.Depth.Input);
        var (h0, h1) = _split == 1 ? (box.Start, box.End) : (0, window.Height.Input);
        var (w0, w1) = _split == 2 ? (box.Start, box.End) : (0, window.Width.Input);
        for (var d = d0; d < d1; d++)
        {
            for (var h = h0; h < h1; h++)
            {
                var line = Line<V>(terms, box, d, h, w0, w1, scratch, pitch);
                var column = (d * window.Height.Input + h) * window.Width.Input + w0;
                nint i = 0;
                for (; i <= w1 - w0 - V.Count; i += V.Count)
                    _epilogue.Apply(V.Load(line, i, V.Count), image, group, channel, column + i, V.Count);
                var lanes = w1 - w0 - i;
                if (lanes > 0) _epilogue.Apply(V.Load(line, i, lanes), image, group, channel, column + i, lanes);
            }
        }
    }

    /// <summary>
    /// The sums of one line. With a stride, those of each phase side by side first, so that whole vectors are added.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Floats Line<V>(
        in Terms terms, in Box box, nint d, nint h, nint w0, nint w1, Floats scratch, nint pitch)
        where V : struct, ISimd<V>
    {
        var window = _shape.Window;
        nint stride = window.Width.Stride, phase = Runtime.Blocks.Ceiling(w1 - w0, stride);
        new Span<float>(scratch.Pointer, (int)(stride * phase)).Clear();
        nint limit0 = _split == 2 ? box.First : 0, limit1 = _split == 2 ? box.Last : window.Width.Output;
        for (nint td = 0; td < window.Depth.Kernel; td++)
        {
            if (!IsHit(window.Depth, d, td, out var od)) continue;
            for (nint th = 0; th < window.Height.Kernel; th++)
            {
                if (!IsHit(window.Height, h, th, out var oh)) continue;
                var row = (_split == 0 ? (od - box.First) * window.Height.Output + oh
                    : _split == 1 ? od * window.Height.Output + oh - box.First : od * window.Height.Output + oh)
                    * window.Width.Output - (_split == 2 ? box.First : 0);
                for (nint tw = 0; tw < window.Width.Kernel; tw++)
                {
                    // Result o adds to element o · stride + shift of the line.
                    var shift = window.Width.First(tw) - w0;
                    var o0 = nint.Max(limit0, -FloorDivide(shift, stride));
                    var o1 = nint.Min(limit1, FloorDivide(w1 - w0 - 1 - shift, stride) + 1);
                    if (o0 >= o1) continue;
                    var begin = FloorDivide(shift, stride);
                    var to = scratch + ((shift - begin * stride) * phase + begin + o0);
                    var tap = (td * window.Height.Kernel + th) * window.Width.Kernel + tw;
                    for (nint o = 0; o < terms.Outputs; o++)
                        Add<V>(to, terms.Source(o, tap) + (row + o0), terms.Factor(o, tap), o1 - o0);
                }
            }
        }

        return stride == 1 ? scratch : Interleave(scratch, scratch + pitch, w1 - w0, stride, phase);
    }

    private static bool IsHit(in WindowAxis axis, nint input, nint tap, out nint output)
    {
        var distance = input - axis.First(tap);
        output = distance / axis.Stride;
        return distance >= 0 && output * axis.Stride == distance && output < axis.Output;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V>(Floats to, Floats from, float factor, nint count) where V : struct, ISimd<V>
    {
        var splat = V.Create(factor);
        nint i = 0;
        for (; i <= count - V.Count; i += V.Count)
            V.Store(V.Fma(splat, V.Load(from, i, V.Count), V.Load(to, i, V.Count)), to, i, V.Count);
        if (i < count)
            V.Store(V.Fma(splat, V.Load(from, i, count - i), V.Load(to, i, count - i)), to, i, count - i);
    }

    private static Floats Interleave(Floats phases, Floats line, nint count, nint stride, nint phase)
    {
        for (nint p = 0; p < stride; p++, phases += phase)
        {
            nint u = 0;
            for (var i = p; i < count; i += stride) line[i] = phases[u++];
        }

        return line;
    }

    /// <summary>A part of the axis that is split, and the results whose windows reach into it.</summary>
    private readonly record struct Box(nint Start, nint End, nint First, nint Last);

    /// <summary>What is summed for an element: for each result channel and tap, an image and a factor.</summary>
    private readonly struct Terms(
        Floats sources, nint sourceOfOutput, nint sourceOfTap,
        Floats factors, nint factorOfOutput, nint factorOfTap, nint outputs)
    {
        public nint Outputs => outputs;

        public Floats Source(nint output, nint tap) => sources + (output * sourceOfOutput + tap * sourceOfTap);

        public float Factor(nint output, nint tap) => factors[output * factorOfOutput + tap * factorOfTap];
    }
}
