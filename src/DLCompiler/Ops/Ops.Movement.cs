namespace DLCompiler;

/// <content>The same elements in other shapes and orders.</content>
public static partial class Ops
{
    /// <summary>The same elements, in row-major order, under another shape.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">Integers, symbol expressions in strings (of the running model), and at most one −1, which
    /// stands for what is left.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor Reshape(Tensor x, params object[] shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shape);
        int[] sizes = Runtime.EagerRun.Sizes(nameof(Reshape), shape);
        int free = Array.IndexOf(sizes, -1);
        if (free >= 0)
        {
            int known = ShapeText.Count([.. sizes.Where((_, axis) => axis != free)]);
            sizes[free] = known == 0 ? 0 : x.Count / known;
        }

        if (Array.Exists(sizes, size => size < 0) || ShapeText.Count(sizes) != x.Count)
        {
            string from = ShapeText.Of(x.Dimensions), to = ShapeText.Of(shape);
            throw new ArgumentException($"Reshape: {from} has {x.Count} elements, which do not fill {to}.");
        }

        return x.WithShape(sizes);
    }

    /// <summary>All axes from <paramref name="startAxis"/> on become one. PyTorch: <c>flatten</c>.</summary>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor Flatten(Tensor x, int startAxis = 1)
    {
        ArgumentNullException.ThrowIfNull(x);
        int start = Axes.Resolve(nameof(Flatten), startAxis, x.Rank);
        return x.WithShape([.. x.Dimensions[..start], ShapeText.Count(x.Dimensions.AsSpan(start))]);
    }

    /// <summary>The last two axes swapped: [..., M, N] → [..., N, M].</summary>
    /// <exception cref="ArgumentException">The rank is below 2.</exception>
    public static Tensor Transpose(Tensor x) => Transpose(x, -2, -1);

    /// <summary>Two axes swapped. PyTorch: <c>transpose</c>.</summary>
    /// <exception cref="ArgumentException">An axis is out of range.</exception>
    public static Tensor Transpose(Tensor x, int axis0, int axis1)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis0 = Axes.Resolve(nameof(Transpose), axis0, x.Rank);
        axis1 = Axes.Resolve(nameof(Transpose), axis1, x.Rank);
        int[] order = Axes.All(x.Rank);
        (order[axis0], order[axis1]) = (axis1, axis0);
        return Permute(x, order);
    }

    /// <summary>
    /// The axes in another order: axis k of the result is axis <c>order[k]</c>. PyTorch: <c>permute</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The order is no permutation of the axes.</exception>
    public static Tensor Permute(Tensor x, params int[] order)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(order);
        if (Axes.Resolve(nameof(Permute), order, x.Rank).Length != x.Rank)
            throw new ArgumentException(
                $"Permute: {order.Length} axes do not order a tensor of rank {x.Rank}.", nameof(order));
        int[] axes = [.. order.Select(axis => Axes.Resolve(nameof(Permute), axis, x.Rank))];
        return x.Read(StridedView.RowMajor(x.Dimensions).Permute(axes));
    }

    /// <summary>Drops an axis of size 1. PyTorch: <c>squeeze</c>.</summary>
    /// <exception cref="ArgumentException">The axis is out of range or has another size.</exception>
    public static Tensor Squeeze(Tensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int dropped = Axes.Resolve(nameof(Squeeze), axis, x.Rank);
        return x.Dimensions[dropped] == 1
            ? x.WithShape([.. x.Dimensions.Where((_, i) => i != dropped)])
            : throw new ArgumentException(
                $"Squeeze: axis {axis} of {ShapeText.Of(x.Dimensions)} is not of size 1.", nameof(axis));
    }

    /// <summary>
    /// A new axis of size 1, which is <paramref name="axis"/> of the result. PyTorch: <c>unsqueeze</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor Unsqueeze(Tensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int added = Axes.Resolve(nameof(Unsqueeze), axis, x.Rank + 1);
        return x.WithShape([.. x.Dimensions[..added], 1, .. x.Dimensions[added..]]);
    }

    /// <summary>Repeats axes of size 1, and new leading ones, up to a shape. PyTorch: <c>broadcast_to</c>.</summary>
    /// <param name="x">A shape that broadcasts to the result's.</param>
    /// <param name="shape">Integers and symbol expressions in strings (of the running model).</param>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public static Tensor Broadcast(Tensor x, params object[] shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shape);
        return Broadcasting.To(nameof(Broadcast), x, Runtime.EagerRun.Sizes(nameof(Broadcast), shape));
    }
}
