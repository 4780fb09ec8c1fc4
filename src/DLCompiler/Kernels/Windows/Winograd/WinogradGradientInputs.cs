using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Transforms a chunk's tiles of the images, Bᵀ d B, with a panel's inputs in the lanes: right operands of products over tiles.
/// The items are panels × images.
/// </summary>
internal readonly struct WinogradGradientInputs(
    in WinogradGradientLayout layout, in SlidingWindow window, in ImageOperand source, TileChunk chunk, Floats target) : IKernel
{
    private readonly WinogradGradientLayout _layout = layout;
    private readonly SlidingWindow _window = window;
    private readonly ImageOperand _source = source;

    /// <summary>The floats that an item needs to work.</summary>
    public static nint Memory(in WinogradGradientLayout layout, in SlidingWindow window)
    {
        var planes = Planes.Elements(Lines(window, layout, 0, layout.MostRows, out _), layout.Width);
        return 2 * Blocks.RoundUp(planes, layout.Width);
    }

    /// <summary>Transforms all, on all threads.</summary>
    public void RunAll<V>() where V : struct, ISimd<V> =>
        Workers.Run<WinogradGradientInputs, V>(
            this, _layout.Panels * chunk.Images(_layout), 8 * _layout.Width * nint.Min(chunk.Count, _layout.TilesOfImage));

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V> =>
        Run<V>(start, end, Scratch.TakeForPart(Memory(_layout, _window)));

    /// <summary>The same, with memory of the caller.</summary>
    public void Run<V>(nint start, nint end, Floats memory) where V : struct, ISimd<V>
    {
        var images = chunk.Images(_layout);
        for (var item = start; item < end; item++)
            Run<V>(item / images, chunk.Of(_layout, chunk.FirstImage(_layout) + item % images), memory);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<V>(nint panel, in ImageTiles tiles, Floats memory) where V : struct, ISimd<V>
    {
        nint width = _layout.Width, first = panel * width, count = nint.Min(width, _layout.Inputs - first);
        var planes = Lines(_window, _layout, tiles.Row, tiles.Rows, out var start);
        var from = _source.Data + (tiles.Image * _source.Batch + first * _source.Channel + start * _source.Height);
        new Planes(planes, _source with { Data = from }, count, 1, memory).Run<V>(0, count);

        // What other lanes hold counts for nothing, but it may be subnormal, and slow.
        var lanes = memory + Blocks.RoundUp(Planes.Elements(planes, width), width);
        if (count < width) lanes.ToWritableSpan(planes.Channel * width).Clear();
        Transposition.Run(memory, planes.Channel, count, planes.Channel, lanes, width);

        nint line = planes.Width.Length * width, point = _layout.PointOfInputs;
        var places = TilePlaces.InLines(line, width);
        var to = target + (panel * _layout.PanelOfInputs + tiles.Place * width);
        nint column = tiles.Column;
        for (var left = tiles.Count; left > 0; lanes += WinogradLayout.Size * line, column = 0)
        {
            var length = nint.Min(_layout.Columns - column, left);
            left -= length;
            for (var end = column + length; column < end; column++, to += width)
            {
                var at = lanes + WinogradLayout.Size * column * width;
                WinogradTiles.Transform<V>(at, places, to, point);
                WinogradTiles.Transform<V>(at + V.Count, places, to + V.Count, point);
            }
        }
    }

    /// <summary>Planes of rows of tiles as the image has them, with its padding.</summary>
    private static PlaneLayout Lines(
        in SlidingWindow window, in WinogradGradientLayout layout, nint first, nint count, out nint start)
    {
        const nint size = WinogradLayout.Size;
        var height = window.Height;
        var line = size * first - height.Before;
        start = nint.Clamp(line, 0, height.Input);
        return PlaneLayout.OfInputs(new SlidingWindow(
            new WindowAxis(height.Input - start, size * count, size + 1, 1, 1, start - line),
            window.Width with { Output = size * layout.Columns }));
    }
}
