namespace DLCompiler;

/// <summary>Masks of what counts, and the numbers of it.</summary>
internal static class Masks
{
    /// <summary>The mask, which has the leading axes of a tensor, as 1 and 0 that broadcast to it; null for null.</summary>
    /// <exception cref="ArgumentException">It has others.</exception>
    public static Tensor? Align(string op, Tensor? mask, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (mask is null) return null;
        if (mask.Rank > x.Rank || !mask.Dimensions.AsSpan().SequenceEqual(x.Dimensions.AsSpan(..mask.Rank)))
        {
            throw new ArgumentException(
                $"{op}: a mask {ShapeText.Of(mask.Dimensions)} has not the leading axes of {ShapeText.Of(x.Dimensions)}.",
                nameof(mask));
        }

        int[] shape = [.. mask.Dimensions, .. Enumerable.Repeat(1, x.Rank - mask.Rank)];
        return Ops.NotEqual(mask.WithShape(shape), 0f);
    }

    /// <summary>The same for a mask that has all axes but the last, of classes.</summary>
    public static Tensor? OfRows(string op, Tensor? mask, Tensor x) => mask is null || mask.Rank == x.Rank - 1
        ? Align(op, mask, x)
        : throw new ArgumentException(
            $"{op}: a mask {ShapeText.Of(mask.Dimensions)} is not one a row of {ShapeText.Of(x.Dimensions)}.", nameof(mask));

    /// <summary>Zeros for what does not count.</summary>
    public static Tensor Clear(Tensor x, Tensor? counts) => counts is null ? x : Ops.Where(counts, x, 0f);

    /// <summary>The mean of what counts; 0 where nothing does.</summary>
    public static Tensor Mean(Tensor x, Tensor? counts)
    {
        if (counts is null) return Ops.Mean(x);
        double count = Ops.Sum(Broadcasting.To(nameof(Mean), counts, x.Dimensions)).ToScalar();
        return Ops.Sum(Clear(x, counts)) / (float)Math.Max(count, 1);
    }
}
