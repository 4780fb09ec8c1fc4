namespace DLCompiler;

/// <content>Sequences and positions.</content>
public static partial class Ops
{
    /// <summary>The partial sums x₀ + … + xₖ along an axis. PyTorch: <c>cumsum</c>.</summary>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor CumSum(Tensor x, int axis) => Reduction.MapRows(nameof(CumSum), x, axis, (row, result) =>
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++) result[i] = sum += row[i];
    });

    /// <summary>
    /// 1 at the place that an integer names along a new last axis, else 0: int[...] → [..., count]. PyTorch:
    /// <c>one_hot</c>.
    /// </summary>
    /// <exception cref="ArgumentException">An integer is outside 0..count − 1.</exception>
    public static Tensor OneHot(IntTensor x, int count)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[] result = new double[x.Count * count];
        for (int i = 0; i < x.Count; i++)
        {
            int value = x.Values[i];
            if (value < 0 || value >= count)
                throw new ArgumentException($"OneHot: element {i} is {value}, outside 0..{count - 1}.", nameof(x));
            result[(i * count) + value] = 1;
        }

        return Tensor.Result(result, [.. x.Dimensions, count]);
    }

    /// <summary>
    /// 1 for what belongs to a sequence, 0 for the padding behind it, yₜ = t &lt; lengths ? 1 : 0: int[...] → [...,
    /// length].
    /// </summary>
    /// <param name="lengths">How many elements are real, from 0 to <paramref name="length"/>.</param>
    /// <param name="length">The length with padding.</param>
    /// <exception cref="ArgumentException">A length is out of range.</exception>
    public static Tensor SequenceMask(IntTensor lengths, int length)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        double[] result = new double[lengths.Count * length];
        for (int i = 0; i < lengths.Count; i++)
        {
            int value = lengths.Values[i];
            if (value < 0 || value > length)
                throw new ArgumentException($"SequenceMask: element {i} is {value}, outside 0..{length}.", nameof(lengths));
            Array.Fill(result, 1, i * length, value);
        }

        return Tensor.Result(result, [.. lengths.Dimensions, length]);
    }

    /// <summary>
    /// The mean along an axis of what a mask says counts; 0 where nothing does. PyTorch: <c>torch.masked.mean</c>.
    /// </summary>
    /// <param name="x">[N, T, ...].</param>
    /// <param name="mask">The leading axes of x, such as [N, T]: not 0 for what counts. The rest may be anything.</param>
    /// <param name="axis">The axis that is reduced; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ArgumentException">The mask has other axes, or the axis is out of range.</exception>
    public static Tensor MaskedMean(Tensor x, Tensor mask, int axis = 1, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var counts = Broadcasting.To(nameof(MaskedMean), Masks.Align(nameof(MaskedMean), mask, x)!, x.Dimensions);
        var total = Sum(Masks.Clear(x, counts), axis, keepDims);
        return total / Elementwise.Map(Sum(counts, axis, keepDims), count => Math.Max(count, 1));
    }

    /// <summary>
    /// The greatest element along an axis of what a mask says counts; 0 where nothing does. PyTorch:
    /// <c>torch.masked.amax</c>.
    /// </summary>
    /// <inheritdoc cref="MaskedMean"/>
    public static Tensor MaskedMax(Tensor x, Tensor mask, int axis = 1, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var counts = Broadcasting.To(nameof(MaskedMax), Masks.Align(nameof(MaskedMax), mask, x)!, x.Dimensions);
        var greatest = Max(Where(counts, x, float.NegativeInfinity), axis, keepDims);
        return Where(Max(counts, axis, keepDims), greatest, 0f);
    }

    /// <summary>
    /// Positions as sines and cosines: y[t, 2i] = sin(t / 10000^(2i/size)), y[t, 2i + 1] = cos of the same (Vaswani
    /// et al. 2017, section 3.5).
    /// </summary>
    /// <param name="count">The number of positions.</param>
    /// <param name="size">The size of a position's vector, even.</param>
    /// <returns>[count, size].</returns>
    /// <exception cref="ArgumentException">The size is odd.</exception>
    public static Tensor SinusoidalEncoding(int count, int size)
    {
        if (size % 2 != 0)
            throw new ArgumentException($"SinusoidalEncoding: the size must be even, not {size}.", nameof(size));
        double[] result = new double[count * size];
        for (int i = 0; i < result.Length; i++)
        {
            double angle = Angle(i / size, i % size / 2, size, 10_000);
            result[i] = i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
        }

        return Tensor.Result(result, [count, size]);
    }

    /// <summary>
    /// Rotary positions (Su et al. 2021): with a and b the halves of the last axis, (a, b) → (a·cos φ − b·sin φ, b·cos φ
    /// + a·sin φ), φ[t, i] = (start + t) · frequencyBase^(−2i/D).
    /// </summary>
    /// <param name="x">Queries or keys, [..., T, D], D even.</param>
    /// <param name="start">The position of the first: what a key/value cache holds already.</param>
    /// <param name="frequencyBase">How slow the slowest pair turns.</param>
    /// <exception cref="ArgumentException">The rank is below 2 or D is odd.</exception>
    public static Tensor RotaryEncoding(Tensor x, int start = 0, float frequencyBase = 10000f)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2)
            throw new ArgumentException($"RotaryEncoding: {ShapeText.Of(x.Dimensions)} is not [..., T, D].", nameof(x));
        var (a, b) = Halves(nameof(RotaryEncoding), x, -1);
        int count = x.Dimensions[^2], size = x.Dimensions[^1];
        double[] angles = new double[count * size / 2];
        for (int i = 0; i < angles.Length; i++)
            angles[i] = Angle(start + (i / (size / 2)), i % (size / 2), size, frequencyBase);
        var angle = new Tensor(angles, count, size / 2);
        Tensor cosine = Cos(angle), sine = Sin(angle);
        return Concat([(a * cosine) - (b * sine), (b * cosine) + (a * sine)], axis: -1);
    }

    private static double Angle(int position, int pair, int size, double frequencyBase) =>
        position * Math.Pow(frequencyBase, -2.0 * pair / size);
}
