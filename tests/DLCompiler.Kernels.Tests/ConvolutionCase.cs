using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>
/// A convolution and its two gradients of random images, with gaps between images and channels, against plain loops in
/// double precision.
/// </summary>
internal sealed class ConvolutionCase
{
    private readonly ConvolutionShape _shape;
    private readonly Memory _x;
    private readonly Memory _y;
    private readonly Memory _weight;
    private readonly ImageOperand _imagesX;
    private readonly ImageOperand _imagesY;
    private readonly ImageLayout _layoutX;
    private readonly ImageLayout _layoutY;

    /// <param name="random">Values, and what the layout leaves open.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">How the images lie in memory.</param>
    /// <param name="y">How those of the result's gradient do; for the gradient of the images they must be whole.</param>
    public ConvolutionCase(Random random, ConvolutionShape shape, ImageLayout x = ImageLayout.Planes, ImageLayout y = ImageLayout.Planes)
    {
        (_shape, _layoutX, _layoutY) = (shape, x, y);
        var window = shape.Window;
        var gap = random.Next(3);
        (_x, _imagesX) = Images(
            random, x, shape.Batch, shape.Groups * shape.Inputs, window.Depth.Input, window.Height.Input, window.Width.Input, gap);
        (_y, _imagesY) = Images(
            random, y, shape.Batch, shape.Groups * shape.Outputs, window.Depth.Output, window.Height.Output, window.Width.Output, gap);
        _weight = Memory.Random(random, shape.Groups * shape.Outputs * shape.Inputs * window.Taps);
    }

    private static (Memory Values, ImageOperand Images) Images(
        Random random, ImageLayout layout, nint batch, nint channels, nint depth, nint height, nint width, nint gap)
    {
        var (ofWidth, ofHeight, ofDepth, ofChannel) = layout switch
        {
            ImageLayout.ChannelsLast => (channels, width * channels, height * width * channels, (nint)1),
            ImageLayout.RepeatedColumns => (0, 1, height, depth * height + gap),
            ImageLayout.RepeatedRows => (1, 0, width, depth * width + gap),
            ImageLayout.Repeated => (0, 0, 0, 1 + gap),
            ImageLayout.EverySecond => (2, 2 * width, 2 * width * height, 2 * width * height * depth + gap),
            ImageLayout.EveryThird => (3, 3 * width, 3 * width * height, 3 * width * height * depth + gap),
            _ => (1, width, height * width, depth * height * width + gap),
        };
        var last = (depth - 1) * ofDepth + (height - 1) * ofHeight + (width - 1) * ofWidth + (channels - 1) * ofChannel;
        var image = last + 1 + gap;
        var values = Memory.Random(random, (batch - 1) * image + last + 1);
        return (values, new ImageOperand(values.Floats, image, ofChannel, ofDepth, ofHeight, ofWidth));
    }

    public static ConvolutionShape Random(Random random, int axes)
    {
        WindowAxis Axis(bool exists, int most)
        {
            if (!exists) return WindowAxis.None;
            int kernel = random.Next(1, 5), stride = random.Next(1, 4), dilation = random.Next(1, 4);
            int before = random.Next(3), after = random.Next(3), reach = (kernel - 1) * dilation + 1;
            var input = Math.Max(1, random.Next(1, most) + reach - before - after);
            return new WindowAxis(input, (input + before + after - reach) / stride + 1, kernel, stride, dilation, before);
        }

        var window = new SlidingWindow(Axis(axes > 2, 5), Axis(axes > 1, 9), Axis(true, axes == 1 ? 120 : 40));
        return new ConvolutionShape(
            random.Next(1, 4), random.Next(1, 4), random.Next(1, 20), random.Next(1, 7), window);
    }

    public float[] Forward()
    {
        var result = Result(_shape.Outputs * _shape.Groups, _shape.Window.Outputs, out var target);
        Convolution.Run(_shape, _imagesX, _weight.Floats, target);
        return Values(result);
    }

    public float[] Input()
    {
        var result = Result(_shape.Inputs * _shape.Groups, _shape.Window.Inputs, out var target);
        Convolution.RunInput(_shape, _imagesY, _weight.Floats, target);
        return Values(result);
    }

    public float[] Weight()
    {
        var result = new Memory(_weight.Length, _ => float.NaN);
        var target = new GemmOperand(result.Floats, _shape.Depth, 1, 0, _shape.Outputs * _shape.Depth);
        Convolution.RunWeight(_shape, _imagesX, _imagesY, target);
        return Values(result);
    }

    /// <summary>Asserts that results are those of the plain sums, as things are set or at each of some widths.</summary>
    /// <param name="bits">The widths.</param>
    public void AssertAgrees(params IEnumerable<int> bits)
    {
        nint outputs = _shape.Window.Outputs, inputs = _shape.Window.Inputs;
        var forward = new double[_shape.Batch * _shape.Groups * _shape.Outputs * outputs];
        var input = new double[_shape.Batch * _shape.Groups * _shape.Inputs * inputs];
        var weight = new double[_weight.Length];
        ForEachProduct((n, o, c, k, p, i, x, y) =>
        {
            double w = _weight.Values[(int)k];
            forward[((n * _shape.Groups * _shape.Outputs) + o) * outputs + p] += w * x;
            input[((n * _shape.Groups * _shape.Inputs) + c) * inputs + i] += w * y;
            weight[k] += (double)x * y;
        });
        foreach (var width in bits.DefaultIfEmpty(SimdWidth.Bits))
        {
            using var _ = new Settings(width);
            AssertNear("forward", forward, Forward(), _shape.Depth);
            if (_layoutY == ImageLayout.Planes) AssertNear("input", input, Input(), _shape.Outputs * _shape.Window.Taps);
            AssertNear("weight", weight, Weight(), _shape.Batch * outputs);
        }

        foreach (var memory in new[] { _x, _y, _weight }) memory.AssertNeighboursUntouched();
    }

    /// <summary>
    /// Runs with epilogues that add to what is there where an element is, and its place, which shows an element that comes
    /// twice, or never, or in another's place.
    /// </summary>
    public void AssertPlaces()
    {
        nint outputs = _shape.Window.Outputs, inputs = _shape.Window.Inputs;
        AssertPlaces(_shape.Outputs, outputs, Forward(), (target, partial) =>
            Convolution.Run(_shape, _imagesX, _weight.Floats, partial, new Place(target)));
        AssertPlaces(_shape.Inputs, inputs, Input(), (target, partial) =>
            Convolution.RunInput(_shape, _imagesY, _weight.Floats, partial, new Place(target)));
    }

    public void AssertAllocatesNothing()
    {
        var y = Result(_shape.Outputs * _shape.Groups, _shape.Window.Outputs, out var forward);
        var x = Result(_shape.Inputs * _shape.Groups, _shape.Window.Inputs, out var input);
        var w = new Memory(_weight.Length);
        var weight = new GemmOperand(w.Floats, _shape.Depth, 1, 0, _shape.Outputs * _shape.Depth);
        Allocations.AssertNone(() =>
        {
            Convolution.Run(_shape, _imagesX, _weight.Floats, forward);
            Convolution.RunInput(_shape, _imagesY, _weight.Floats, input);
            Convolution.RunWeight(_shape, _imagesX, _imagesY, weight);
        });
        foreach (var memory in new[] { y, x, w }) memory.AssertNeighboursUntouched();
    }

    private void AssertPlaces(nint channels, nint elements, float[] plain, Action<GemmOperand, GemmOperand> run)
    {
        var result = Result(channels * _shape.Groups, elements, out var target);
        result.Values.Clear();
        Result(channels * _shape.Groups, elements, out var partial);
        run(target, partial);
        for (var i = 0; i < plain.Length; i++)
        {
            nint image = i / (channels * _shape.Groups * elements), group = i / (channels * elements) % _shape.Groups;
            nint channel = i / elements % channels, element = i % elements;
            Assert.Equal(plain[i] + (image * 50) + (group * 10) + channel + element, result.Values[i], 1e-2);
        }

        result.AssertNeighboursUntouched();
    }

    private readonly struct Place(GemmOperand target) : IEpilogue
    {
        public void Apply<V>(V value, nint outer, nint inner, nint row, nint column, nint lanes)
            where V : struct, ISimd<V>
        {
            var place = V.Create(outer * 50 + inner * 10 + row) + V.Iota(column);
            var to = target.Data + (outer * target.Outer + inner * target.Inner + row * target.Row);
            V.Store(V.Load(to, column, lanes) + value + place, to, column, lanes);
        }
    }

    private delegate void Visit(nint n, nint o, nint c, nint k, nint p, nint i, float x, float y);

    private void ForEachProduct(Visit visit)
    {
        var window = _shape.Window;
        WindowAxis d = window.Depth, h = window.Height, w = window.Width;
        for (nint n = 0; n < _shape.Batch; n++)
        {
            for (nint o = 0; o < _shape.Groups * _shape.Outputs; o++)
            {
                for (nint k = 0; k < _shape.Depth; k++)
                {
                    var c = (o / _shape.Outputs * _shape.Inputs) + (k / window.Taps);
                    var tap = k % window.Taps;
                    nint td = tap / (h.Kernel * w.Kernel), th = tap / w.Kernel % h.Kernel, tw = tap % w.Kernel;
                    for (nint p = 0; p < window.Outputs; p++)
                    {
                        nint od = p / (h.Output * w.Output), oh = p / w.Output % h.Output, ow = p % w.Output;
                        nint id = At(d, od, td), ih = At(h, oh, th), iw = At(w, ow, tw);
                        if (!Inside(d, id) || !Inside(h, ih) || !Inside(w, iw)) continue;
                        var i = (((id * h.Input) + ih) * w.Input) + iw;
                        visit(n, o, c, (o * _shape.Depth) + k, p, i,
                            Element(_imagesX, n, c, id, ih, iw), Element(_imagesY, n, o, od, oh, ow));
                    }
                }
            }
        }

        static nint At(WindowAxis axis, nint output, nint tap) =>
            (output * axis.Stride) + (tap * axis.Dilation) - axis.Before;
        static bool Inside(WindowAxis axis, nint input) => input >= 0 && input < axis.Input;
    }

    private static float Element(ImageOperand image, nint n, nint c, nint d, nint h, nint w) =>
        image.Data[(n * image.Batch) + (c * image.Channel) + (d * image.Depth) + (h * image.Height) + (w * image.Width)];

    private Memory Result(nint channels, nint elements, out GemmOperand target)
    {
        var result = new Memory(_shape.Batch * channels * elements, _ => float.NaN);
        target = new GemmOperand(
            result.Floats, elements, 1, channels * elements, channels / _shape.Groups * elements);
        return result;
    }

    private static float[] Values(Memory memory)
    {
        memory.AssertNeighboursUntouched();
        return memory.Values.ToArray();
    }

    private static bool Repeats(ImageLayout layout) => layout is ImageLayout.Repeated or ImageLayout.RepeatedRows or ImageLayout.RepeatedColumns;

    private bool IsWinograd => _shape.Window is
    { Depth: { Input: 1, Kernel: 1 }, Height: { Kernel: 3, Stride: 1, Dilation: 1 }, Width: { Kernel: 3, Stride: 1, Dilation: 1 } };

    /// <summary>
    /// Errors of many terms partly cancel out, but not where an image repeats itself. Winograd's transformations, of windows of 3 × 3 that
    /// move on by one, mix the outputs of a tile: so there the error is judged by the largest of them, too.
    /// </summary>
    private void AssertNear(string what, double[] expected, float[] actual, nint terms)
    {
        var spread = Repeats(_layoutX) || Repeats(_layoutY) ? terms : Math.Sqrt(terms);
        var largest = IsWinograd ? expected.Select(Math.Abs).DefaultIfEmpty().Max() : 0;
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= 1e-6 * (20 + Math.Max(Math.Abs(expected[i]) + spread, 5 * largest))))
                Assert.Fail($"{what} of {_shape}, {_layoutX} and {_layoutY}: element {i} is {actual[i]}, not {expected[i]}");
        }
    }
}

/// <summary>How images lie in memory: as a tensor that is whole, transposed, broadcast or sliced.</summary>
internal enum ImageLayout
{
    Planes,
    ChannelsLast,
    RepeatedColumns,
    RepeatedRows,
    Repeated,
    EverySecond,
    EveryThird,
}
