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
/// <param name="inside">
/// Whether the images of a channel's phase follow each other, so that they are one long run; else its phases do, and an
/// image's channels.
/// </param>
internal readonly unsafe struct Planes(
    in PlaneLayout layout, in ImageOperand source, nint channels, nint images, Floats target, float padding = 0,
    bool inside = false)
    : IKernel
{
    private readonly PlaneLayout _layout = layout;
    private readonly ImageOperand _source = source;

    /// <summary>How many images.</summary>
    public nint Images => images;

    /// <summary>Channels of an image.</summary>
    public nint Channels => channels;

    /// <summary>What lies outside an image.</summary>
    public float Padding => padding;

    /// <summary>From a channel to the next.</summary>
    public nint Channel => inside ? _layout.ChannelOf(images) : _layout.Channel;

    /// <summary>From an image to the next.</summary>
    public nint Image => inside ? _layout.Plane : channels * _layout.Channel;

    private nint Phase => inside ? images * _layout.Plane : _layout.Plane;

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
        nint phase = 0;
        for (nint d = 0; d < _layout.Depth.Phases; d++)
        {
            for (nint h = 0; h < _layout.Height.Phases; h++)
            {
                for (nint w = 0; w < _layout.Width.Phases; w++, phase++)
                    new PhaseCopy(this, d, h, w, phase * Phase).Run<V>(start, end);
            }
        }

        if (!inside && end == channels * images) Fill<V>(target + images * Image, 0, PlaneLayout.Slack);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill<V>(Floats to, nint start, nint end) where V : struct, ISimd<V>
    {
        var value = V.Create(padding);
        nint i = start;
        for (; i <= end - V.Count; i += V.Count) V.Store(value, to, i, V.Count);
        if (i < end) V.Store(value, to, i, end - i);
    }

    /// <summary>Copies one phase of channels. Whole vectors go beyond a row, into the next one, which is written later.</summary>
    /// <remarks>What takes divisions is found out once for all channels.</remarks>
    private readonly struct PhaseCopy(in Planes planes, nint phaseD, nint phaseH, nint phaseW, nint offset)
    {
        private readonly Planes _planes = planes;
        private readonly nint _first = planes._layout.Width.At(phaseW, 0);
        private readonly nint _last = planes._layout.Width.At(phaseW, planes._layout.Width.Input);
        private readonly nint _length = planes._layout.Width.Length;
        private readonly nint _step = planes._layout.Width.Stride * planes._source.Width;
        private readonly nint _firstRow = planes._layout.Height.At(phaseH, 0);
        private readonly nint _lastRow = planes._layout.Height.At(phaseH, planes._layout.Height.Input);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var (layout, source) = (_planes._layout, _planes._source);
            var first = layout.Height.Source(phaseH, _firstRow) * source.Height
                + layout.Width.Source(phaseW, _first) * source.Width;
            var size = source.EndOf(layout.Depth.Input, layout.Height.Input, layout.Width.Input);
            for (var item = start; item < end; item++)
            {
                var (image, channel) = (item / _planes.Channels, item % _planes.Channels);
                var from = source.Data + (image * source.Batch + channel * source.Channel);
                var to = _planes[image] + (channel * _planes.Channel + offset);
                Copy<V>(from + first, from + size, to);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Copy<V>(Floats from, Floats limit, Floats to) where V : struct, ISimd<V>
        {
            var (depth, width) = (_planes._layout.Depth, _planes._layout.Width);
            var slab = _planes._layout.Height.Length * width.Length;
            var end = to + _planes._layout.Plane;
            for (nint d = 0; d < depth.Length; d++, to += slab)
            {
                var source = depth.Source(phaseD, d);
                if (source < 0 || source >= depth.Input)
                {
                    _planes.Fill<V>(to, 0, slab);
                    continue;
                }

                _planes.Fill<V>(to, 0, _firstRow * width.Length);
                CopyRows<V>(from + source * _planes._source.Depth, limit, to + _firstRow * width.Length, end);
                _planes.Fill<V>(to, _lastRow * width.Length, slab);
            }

            _planes.Fill<V>(to, 0, (end.Address - to.Address) / sizeof(float));
        }

        /// <param name="at">The first row's first element in the source.</param>
        /// <param name="limit">The end of the channel, behind which nothing may be read.</param>
        /// <param name="to">The first row.</param>
        /// <param name="end">The end of the plane, behind which nothing may be written.</param>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void CopyRows<V>(Floats at, Floats limit, Floats to, Floats end) where V : struct, ISimd<V>
        {
            nint step = _step, length = _length, pitch = _planes._layout.Height.Stride * _planes._source.Height;
            var lastAt = limit + -step * Blocks.RoundUp(_last - _first, V.Count);
            var lastTo = end + -(length + V.Count);
            for (var rows = _lastRow - _firstRow; rows > 0; rows--, at += pitch, to += length)
            {
                if (step is not (1 or 2) || at.Address > lastAt.Address || to.Address > lastTo.Address) CopyExactly<V>(at, to);
                else if (step == 1) CopyNeighbours<V>(at, to);
                else CopyEverySecond<V>(at, to);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void CopyNeighbours<V>(Floats at, Floats to) where V : struct, ISimd<V>
        {
            FillWhole<V>(to, 0, _first);
            nint last = _last;
            for (var i = _first; i < last; i += V.Count, at += V.Count) V.Store(V.Load(at, 0, V.Count), to, i, V.Count);
            FillWhole<V>(to, last, _length);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void CopyEverySecond<V>(Floats at, Floats to) where V : struct, ISimd<V>
        {
            FillWhole<V>(to, 0, _first);
            nint last = _last;
            for (var i = _first; i < last; i += V.Count, at += 2 * V.Count)
                V.Store(V.Even(V.Load(at, 0, V.Count), V.Load(at, V.Count, V.Count)), to, i, V.Count);
            FillWhole<V>(to, last, _length);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void FillWhole<V>(Floats to, nint start, nint stop) where V : struct, ISimd<V>
        {
            var value = V.Create(_planes.Padding);
            for (var i = start; i < stop; i += V.Count) V.Store(value, to, i, V.Count);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void CopyExactly<V>(Floats at, Floats to) where V : struct, ISimd<V>
        {
            _planes.Fill<V>(to, 0, _first);
            for (var i = _first; i < _last; i++, at += _step) to[i] = at[0];
            _planes.Fill<V>(to, _last, _length);
        }
    }
}
