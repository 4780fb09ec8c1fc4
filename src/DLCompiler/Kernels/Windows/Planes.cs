using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Copies channels of images into planes; the items are the channels. What every tap of a window looks at is then a
/// plain run of floats: whatever the stride, dilation and padding are, loops over outputs load whole vectors.
/// </summary>
/// <param name="layout">How the planes lie.</param>
/// <param name="source">The first image.</param>
/// <param name="channels">Channels of an image.</param>
/// <param name="images">How many images.</param>
/// <param name="target">Where to: <see cref="Elements"/> floats.</param>
/// <param name="padding">What lies outside an image, and in all gaps.</param>
internal readonly unsafe struct Planes(
    in PlaneLayout layout, in ImageOperand source, nint channels, nint images, Floats target, float padding = 0)
    : IKernel
{
    private readonly PlaneLayout _layout = layout;
    private readonly ImageOperand _source = source;

    /// <summary>How many images.</summary>
    public nint Images => images;

    /// <summary>From a channel to the next.</summary>
    public nint Channel => _layout.Channel;

    /// <summary>From an image to the next.</summary>
    public nint Image => channels * _layout.Channel;

    /// <summary>An image's planes.</summary>
    public Floats this[nint image] => target + image * Image;

    /// <summary>How many floats the planes of so many channels take.</summary>
    public static nint Elements(in PlaneLayout layout, nint channels) =>
        channels * layout.Channel + PlaneLayout.Slack;

    /// <summary>Copies all channels, on all threads.</summary>
    public void Copy<V>() where V : struct, ISimd<V> =>
        Workers.Run<Planes, V>(this, channels * images, 2 * _layout.Channel);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (var item = start; item < end; item++)
        {
            var (image, channel) = (item / channels, item % channels);
            var from = _source.Data + (image * _source.Batch + channel * _source.Channel);
            var to = target + item * _layout.Channel;
            for (nint d = 0; d < _layout.Depth.Phases; d++)
            {
                for (nint h = 0; h < _layout.Height.Phases; h++)
                {
                    for (nint w = 0; w < _layout.Width.Phases; w++, to += _layout.Plane) Copy<V>(from, d, h, w, to);
                }
            }

            if (item == channels * images - 1) Fill<V>(to, 0, PlaneLayout.Slack);
        }
    }

    private void Copy<V>(Floats from, nint phaseD, nint phaseH, nint phaseW, Floats to) where V : struct, ISimd<V>
    {
        var end = to + _layout.Plane;
        nint first = _layout.Width.At(phaseW, 0), last = _layout.Width.At(phaseW, _layout.Width.Input);
        nint length = _layout.Width.Length, step = _layout.Width.Stride * _source.Width;
        var row = from + _layout.Width.Source(phaseW, first) * _source.Width;
        for (nint d = 0; d < _layout.Depth.Length; d++)
        {
            var sourceD = _layout.Depth.Source(phaseD, d);
            for (nint h = 0; h < _layout.Height.Length; h++, to += length)
            {
                var sourceH = _layout.Height.Source(phaseH, h);
                if (sourceD < 0 || sourceD >= _layout.Depth.Input || sourceH < 0 || sourceH >= _layout.Height.Input)
                {
                    Fill<V>(to, 0, length);
                    continue;
                }

                Fill<V>(to, 0, first);
                var at = row + (sourceD * _source.Depth + sourceH * _source.Height);
                if (step == 1) CopyRow<V>(at, to + first, last - first);
                else CopyRow<V>(at, step, to + first, last - first);
                Fill<V>(to, last, length);
            }
        }

        Fill<V>(to, 0, (end.Address - to.Address) / sizeof(float));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow<V>(Floats from, Floats to, nint count) where V : struct, ISimd<V>
    {
        nint i = 0;
        for (; i <= count - V.Count; i += V.Count) V.Store(V.Load(from, i, V.Count), to, i, V.Count);
        if (i < count) V.Store(V.Load(from, i, count - i), to, i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow<V>(Floats from, nint step, Floats to, nint count) where V : struct, ISimd<V>
    {
        for (nint i = 0; i < count; i++, from += step) to[i] = from[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill<V>(Floats to, nint start, nint end) where V : struct, ISimd<V>
    {
        var value = V.Create(padding);
        nint i = start;
        for (; i <= end - V.Count; i += V.Count) V.Store(value, to, i, V.Count);
        if (i < end) V.Store(value, to, i, end - i);
    }
}
