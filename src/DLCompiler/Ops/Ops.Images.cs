namespace DLCompiler;

/// <content>Images and signals: [N, C, ...].</content>
public static partial class Ops
{
    /// <summary>
    /// Each element <paramref name="scale"/> times along every axis after the channels: [N, C, L, ...] → [N, C,
    /// scale·L, ...]. PyTorch: <c>interpolate(mode="nearest")</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The rank is below 3 or the scale below 1.</exception>
    public static Tensor Upsample(Tensor x, int scale)
    {
        int[] axes = PooledAxes(nameof(Upsample), x);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        foreach (int axis in axes)
        {
            int[] repeated = [.. x.Dimensions[..(axis + 1)], scale, .. x.Dimensions[(axis + 1)..]];
            int[] grown = [.. x.Dimensions.Select((size, a) => a == axis ? size * scale : size)];
            x = Broadcasting.To(nameof(Upsample), Unsqueeze(x, axis + 1), repeated).WithShape(grown);
        }

        return x;
    }

    /// <summary>
    /// Channels that become pixels: [N, C·r², H, W] → [N, C, H·r, W·r]. PyTorch: <c>pixel_shuffle</c> (Shi et al.
    /// 2016).
    /// </summary>
    /// <exception cref="ArgumentException">The rank is not 4, or the channels are no multiple of r².</exception>
    public static Tensor PixelShuffle(Tensor x, int factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (x.Rank != 4 || x.Dimensions[1] % (factor * factor) != 0)
        {
            throw new ArgumentException(
                $"PixelShuffle: {ShapeText.Of(x.Dimensions)} is not [N, C·{factor * factor}, H, W].", nameof(x));
        }

        int n = x.Dimensions[0], c = x.Dimensions[1] / (factor * factor), h = x.Dimensions[2], w = x.Dimensions[3];
        var apart = x.WithShape([n, c, factor, factor, h, w]);
        return Permute(apart, 0, 1, 4, 2, 5, 3).WithShape([n, c, h * factor, w * factor]);
    }

    private static int[] PooledAxes(string op, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank >= 3
            ? Channels.AxesBeside(x, first: 2)
            : throw new ArgumentException($"{op}: {ShapeText.Of(x.Dimensions)} is not [N, C, L, ...].", nameof(x));
    }
}
