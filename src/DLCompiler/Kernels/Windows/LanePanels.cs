using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Images with a panel's width of channels in the lanes: for each phase the elements of all images one after the other, as planes
/// have them, each with its channels side by side. A matrix product's right operand, whose rows a tap moves on by its offset.
/// </summary>
/// <remarks>The items are panels × images.</remarks>
/// <param name="layout">How the planes lie.</param>
/// <param name="source">The first image.</param>
/// <param name="groups">How many groups of channels: a panel has channels of one.</param>
/// <param name="channels">Channels of a group.</param>
/// <param name="images">How many images.</param>
/// <param name="width">Channels of a panel.</param>
/// <param name="target">Where to: <see cref="Elements"/> floats.</param>
internal readonly struct LanePanels(
    in PlaneLayout layout, in ImageOperand source, nint groups, nint channels, nint images, nint width, Floats target)
    : IKernel
{
    private readonly PlaneLayout _layout = layout;
    private readonly ImageOperand _source = source;

    /// <summary>Panels of a group.</summary>
    public nint Panels => Blocks.Ceiling(channels, width);

    /// <summary>A panel of a group.</summary>
    public Floats this[nint group, nint panel] => target + (group * Panels + panel) * images * _layout.Channel * width;

    /// <summary>How many floats so many panels take.</summary>
    public static nint Elements(in PlaneLayout layout, nint panels, nint images, nint width) =>
        panels * images * layout.Channel * width;

    /// <summary>How many channels a panel has.</summary>
    public nint Count(nint panel) => nint.Min(width, channels - panel * width);

    /// <summary>Makes all panels, on all threads.</summary>
    public void Fill<V>() where V : struct, ISimd<V> =>
        Workers.Run<LanePanels, V>(this, groups * Panels * images, 4 * width * _layout.Channel);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        var memory = Scratch.TakeForPart(Planes.Elements(_layout, width));
        var phases = _layout.Channel / _layout.Plane;
        for (var item = start; item < end; item++)
        {
            var (place, image) = (item / images, item % images);
            var (group, panel) = (place / Panels, place % Panels);
            var count = Count(panel);
            var first = _source.Data + (image * _source.Batch + (group * channels + panel * width) * _source.Channel);
            new Planes(_layout, _source with { Data = first }, count, 1, memory).Run<V>(0, count);
            for (nint phase = 0; phase < phases; phase++)
            {
                var to = this[group, panel] + (phase * images + image) * _layout.Plane * width;

                // What other lanes hold counts for nothing, but it may be subnormal, and slow.
                if (count < width) to.ToWritableSpan(_layout.Plane * width).Clear();
                Transposition.Run<V>(memory + phase * _layout.Plane, _layout.Channel, count, _layout.Plane, to, width);
            }
        }
    }
}
