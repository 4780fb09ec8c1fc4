using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Maxima of windows and means of parts, and their gradients, against the plain loops.</summary>
public class PoolingTests
{
    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void MaximaAndTheirGradientsAreThoseOfThePlainLoop(int bits)
    {
        var random = new Random(bits);
        for (var round = 0; round < 100; round++)
        {
            using var _ = new Settings(bits, threads: 1 + round % 3);
            CompareMaxima(random, ConvolutionCase.Random(random, 1 + round % 3).Window, planes: random.Next(1, 9));
        }
    }

    /// <summary>Windows side by side, two inputs wide: their gradient is spread by whole vectors.</summary>
    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void MaximaOfPairsAndTheirGradientsAreThoseOfThePlainLoop(int bits)
    {
        var random = new Random(bits);
        WindowAxis Axis(int kernel, int outputs) => new(kernel * outputs + random.Next(3), outputs, kernel, kernel);
        for (var round = 0; round < 40; round++)
        {
            using var _ = new Settings(bits, threads: 1 + round % 3);
            var depth = round % 4 == 0 ? Axis(random.Next(1, 3), random.Next(1, 4)) : WindowAxis.None;
            var window = new SlidingWindow(depth, Axis(random.Next(1, 4), random.Next(1, 8)), Axis(2, random.Next(1, 40)));
            CompareMaxima(random, window, planes: random.Next(1, 9));
        }
    }

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void MeansOfPartsAndTheirGradientsAreThoseOfThePlainLoop(int bits)
    {
        var random = new Random(bits);
        for (var round = 0; round < 100; round++)
        {
            using var _ = new Settings(bits, threads: 1 + round % 3);
            nint[] inputs = [random.Next(1, 5), random.Next(1, 12), random.Next(1, 60)];
            nint[] outputs = [random.Next(1, 5), random.Next(1, 9), random.Next(1, 30)];
            CompareMeans(random, inputs, outputs, planes: random.Next(1, 9));
        }
    }

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void NaNIsTheMaximumAndWindowsOfNothingSendNoGradient(int bits)
    {
        using var _ = new Settings(bits, threads: 1);
        float[] values = [1, float.NaN, 2, 3, float.NegativeInfinity, float.NegativeInfinity];
        Memory x = new(6, i => values[i]), y = new(3), taps = new(3), gradient = new(3, _ => 1), back = new(6);
        var window = new SlidingWindow(new WindowAxis(6, 3, 2, Stride: 2));
        MaxPooling.Run(y.Floats, default, x.Floats, 1, window);
        Assert.Equal([float.NaN, 3, float.NegativeInfinity], y.Values.ToArray());
        MaxPooling.Run(y.Floats, taps.Floats, x.Floats, 1, window);
        Assert.Equal([float.NaN, 3, float.NegativeInfinity], y.Values.ToArray());
        Assert.Equal([1, 1, -1], taps.Values.ToArray());
        MaxPooling.RunInput(back.Floats, gradient.Floats, taps.Floats, 1, window);
        Assert.Equal([0, 1, 0, 1, 0, 0], back.Values.ToArray());
    }

    [Fact]
    public void RunningAllocatesNothing()
    {
        var axis = new WindowAxis(40, 20, 3, Stride: 2, Before: 1);
        var window = new SlidingWindow(axis, axis);
        Memory x = new(30 * window.Inputs), y = new(30 * window.Outputs), taps = new(30 * window.Outputs);
        Allocations.AssertNone(() =>
        {
            MaxPooling.Run(y.Floats, taps.Floats, x.Floats, 30, window);
            MaxPooling.RunInput(x.Floats, y.Floats, taps.Floats, 30, window);
            AdaptivePooling.Run(y.Floats, x.Floats, 30, 1, 40, 40, 1, 7, 7);
            AdaptivePooling.RunInput(x.Floats, y.Floats, 30, 1, 40, 40, 1, 7, 7);
        });
    }

    /// <summary>Values are few, so that many are equal.</summary>
    private static void CompareMaxima(Random random, SlidingWindow window, nint planes)
    {
        Memory x = new(planes * window.Inputs, _ => random.Next(6)), gradient = Memory.Random(random, planes * window.Outputs);
        var back = new float[planes * window.Inputs];
        float[] max = new float[gradient.Length], first = new float[gradient.Length];
        for (var p = 0; p < gradient.Length; p++)
        {
            (max[p], first[p]) = (float.NegativeInfinity, -1);
            nint place = -1, taps = window.Taps;
            for (nint tap = 0; tap < taps; tap++)
            {
                var input = Input(window, p % window.Outputs, tap);
                if (input < 0 || x.Values[(int)(p / window.Outputs * window.Inputs + input)] <= max[p]) continue;
                place = p / window.Outputs * window.Inputs + input;
                (max[p], first[p]) = (x.Values[(int)place], tap);
            }

            if (place >= 0) back[place] += gradient.Values[p];
        }

        Memory y = new(max.Length, _ => float.NaN), which = new(max.Length, _ => float.NaN);
        var images = new Memory(back.Length, _ => float.NaN);
        MaxPooling.Run(y.Floats, default, x.Floats, planes, window);
        Assert.Equal(max, y.Values.ToArray());
        MaxPooling.Run(y.Floats, which.Floats, x.Floats, planes, window);
        Assert.Equal(max, y.Values.ToArray());
        Assert.Equal(first, which.Values.ToArray());
        MaxPooling.RunInput(images.Floats, gradient.Floats, which.Floats, planes, window);
        Assert.Equal(back, images.Values.ToArray());
        foreach (var memory in new[] { y, which, images }) memory.AssertNeighboursUntouched();
    }

    private static nint Input(SlidingWindow window, nint output, nint tap)
    {
        nint input = 0, scale = 1;
        foreach (var axis in new[] { window.Width, window.Height, window.Depth })
        {
            var place = (output % axis.Output * axis.Stride) + (tap % axis.Kernel * axis.Dilation) - axis.Before;
            if (place < 0 || place >= axis.Input) return -1;
            input += place * scale;
            (scale, output, tap) = (scale * axis.Input, output / axis.Output, tap / axis.Kernel);
        }

        return input;
    }

    private static void CompareMeans(Random random, nint[] inputs, nint[] outputs, nint planes)
    {
        nint ins = inputs[0] * inputs[1] * inputs[2], outs = outputs[0] * outputs[1] * outputs[2];
        Memory x = Memory.Random(random, planes * ins), gradient = Memory.Random(random, planes * outs);
        double[] means = new double[planes * outs], back = new double[planes * ins];
        for (var p = 0; p < means.Length; p++)
        {
            var elements = Enumerable.Range(0, (int)ins).Where(i => IsIn(i, p % outs)).Select(i => (int)(p / outs * ins) + i).ToArray();
            means[p] = elements.Average(i => (double)x.Values[i]);
            foreach (var i in elements) back[i] += (double)gradient.Values[p] / elements.Length;
        }

        Memory y = new(means.Length, _ => float.NaN), images = new(back.Length, _ => float.NaN);
        AdaptivePooling.Run(
            y.Floats, x.Floats, planes, inputs[0], inputs[1], inputs[2], outputs[0], outputs[1], outputs[2]);
        AdaptivePooling.RunInput(
            images.Floats, gradient.Floats, planes, inputs[0], inputs[1], inputs[2], outputs[0], outputs[1], outputs[2]);
        for (var i = 0; i < means.Length; i++) Assert.Equal(means[i], y.Values[i], 1e-5);
        for (var i = 0; i < back.Length; i++) Assert.Equal(back[i], images.Values[i], 1e-5);
        foreach (var memory in new[] { y, images }) memory.AssertNeighboursUntouched();

        // Whether an input is in a part, axis by axis from the innermost on.
        bool IsIn(nint input, nint part)
        {
            for (var axis = 2; axis >= 0; axis--)
            {
                nint n = inputs[axis], m = outputs[axis], i = input % n, k = part % m;
                if (i < Math.Floor((double)(k * n) / m) || i >= Math.Ceiling((double)((k + 1) * n) / m)) return false;
                (input, part) = (input / n, part / m);
            }

            return true;
        }
    }
}
