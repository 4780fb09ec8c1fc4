namespace DLCompiler;

/// <content>Several tensors into one, and one into several.</content>
public static partial class Ops
{
    /// <summary>Tensors one after the other along an axis; all other axes agree. PyTorch: <c>cat</c>.</summary>
    /// <exception cref="ArgumentException">There are none, the axis is out of range, or shapes differ
    /// elsewhere.</exception>
    public static Tensor Concat(Tensor[] tensors, int axis)
    {
        int[] first = ShapeOfFirst(nameof(Concat), tensors);
        int joined = Axes.Resolve(nameof(Concat), axis, first.Length);
        foreach (var tensor in tensors)
        {
            if (!AgreeBeside(joined, first, tensor.Dimensions))
            {
                throw new ArgumentException(
                    $"Concat: {ShapeText.Of(first)} and {ShapeText.Of(tensor.Dimensions)} differ beside axis {axis}.");
            }
        }

        int outer = ShapeText.Count(first.AsSpan(0, joined));
        var result = new List<double>();
        for (int i = 0; i < outer; i++)
        {
            foreach (var tensor in tensors)
            {
                int length = tensor.Count / outer;
                result.AddRange(tensor.Values.Slice(i * length, length));
            }
        }

        int[] shape = [.. first];
        shape[joined] = tensors.Sum(t => t.Dimensions[joined]);
        return Tensor.Result([.. result], shape);
    }

    /// <summary>
    /// Tensors of one shape along a new axis, which is <paramref name="axis"/> of the result. PyTorch: <c>stack</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There are none, the axis is out of range, or shapes differ.</exception>
    public static Tensor Stack(Tensor[] tensors, int axis)
    {
        int[] first = ShapeOfFirst(nameof(Stack), tensors);
        if (Array.Find(tensors, t => !t.Dimensions.AsSpan().SequenceEqual(first)) is { } other)
        {
            throw new ArgumentException(
                $"Stack: {ShapeText.Of(first)} and {ShapeText.Of(other.Dimensions)} differ.", nameof(tensors));
        }

        return Concat(Array.ConvertAll(tensors, t => Unsqueeze(t, axis)), axis);
    }

    /// <summary>
    /// As many equal parts of an axis; they can be deconstructed: <c>var (a, b) = Split(x, 2, axis: 1)</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The axis is out of range, or the parts do not divide it.</exception>
    public static Tensor[] Split(Tensor x, int parts, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int size = x.Size(axis);
        return parts >= 1 && size % parts == 0
            ? Split(x, [.. Enumerable.Repeat(size / parts, parts)], axis)
            : throw new ArgumentException(
                $"Split: {parts} parts do not divide axis {axis}, which has size {size}.", nameof(parts));
    }

    /// <summary>Parts of an axis, of sizes that add up to it. PyTorch: <c>split</c>.</summary>
    /// <exception cref="ArgumentException">The axis is out of range, or the sizes do not add up.</exception>
    public static Tensor[] Split(Tensor x, int[] sizes, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(sizes);
        int split = Axes.Resolve(nameof(Split), axis, x.Rank);
        if (sizes.Sum() != x.Dimensions[split] || Array.Exists(sizes, size => size < 0))
        {
            int size = x.Dimensions[split];
            throw new ArgumentException(
                $"Split: sizes {ShapeText.Of(sizes)} do not add up to axis {axis}, which has size {size}.",
                nameof(sizes));
        }

        int start = 0;
        return Array.ConvertAll(sizes, part =>
        {
            AxisSlice[] slices = [.. Enumerable.Repeat((AxisSlice)Range.All, split), start..(start += part)];
            return x[slices];
        });
    }

    private static bool AgreeBeside(int axis, int[] a, int[] b) =>
        a.Length == b.Length && a.AsSpan(0, axis).SequenceEqual(b.AsSpan(0, axis))
        && a.AsSpan(axis + 1).SequenceEqual(b.AsSpan(axis + 1));

    private static int[] ShapeOfFirst(string op, Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.Length > 0
            ? tensors[0].Dimensions
            : throw new ArgumentException($"{op}: there is no tensor to join.", nameof(tensors));
    }
}
