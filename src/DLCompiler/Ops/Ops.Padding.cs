namespace DLCompiler;

/// <content>Padding.</content>
public static partial class Ops
{
    /// <summary>A constant around an axis. PyTorch: <c>pad(mode="constant")</c>.</summary>
    /// <exception cref="ArgumentException">The axis is out of range, or elements would be taken away.</exception>
    public static Tensor Pad(Tensor x, int axis, int before, int after, float value = 0f)
    {
        int resolved = PaddedAxis(nameof(Pad), x, axis, before, after);
        return Concat([Filled(before), x, Filled(after)], resolved);

        Tensor Filled(int size)
        {
            int[] shape = [.. x.Dimensions.Select((d, a) => a == resolved ? size : d)];
            double[] values = new double[ShapeText.Count(shape)];
            Array.Fill(values, value);
            return new Tensor(values, shape);
        }
    }

    /// <summary>
    /// An axis that goes on as in a mirror on its first and its last element. PyTorch: <c>pad(mode="reflect")</c>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The axis is out of range, elements would be taken away, or there are no more of them than are added.
    /// </exception>
    public static Tensor PadReflect(Tensor x, int axis, int before, int after)
    {
        int resolved = PaddedAxis(nameof(PadReflect), x, axis, before, after), size = x.Dimensions[resolved];
        if (Math.Max(before, after) >= size)
        {
            throw new ArgumentException(
                $"PadReflect: axis {resolved} of {ShapeText.Of(x.Dimensions)} has too few elements to mirror "
                    + $"{Math.Max(before, after)}.",
                nameof(x));
        }

        return Around(x, resolved, before, after, i => i < 0 ? -i : i < size ? i : (2 * (size - 1)) - i);
    }

    /// <summary>
    /// An axis whose first and last elements are repeated. PyTorch: <c>pad(mode="replicate")</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The axis is out of range, or elements would be taken away.</exception>
    public static Tensor PadReplicate(Tensor x, int axis, int before, int after)
    {
        int resolved = PaddedAxis(nameof(PadReplicate), x, axis, before, after), last = x.Dimensions[resolved] - 1;
        return Around(x, resolved, before, after, i => Math.Clamp(i, 0, last));
    }

    /// <summary>The elements from −before to the size + after, each taken from where it says.</summary>
    private static Tensor Around(Tensor x, int axis, int before, int after, Func<int, int> source)
    {
        int count = before + x.Dimensions[axis] + after;
        return Gather(x, new IntTensor([.. Enumerable.Range(0, count).Select(i => source(i - before))], [count]), axis);
    }

    private static int PaddedAxis(string op, Tensor x, int axis, int before, int after)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return Axes.Resolve(op, axis, x.Rank);
    }
}
