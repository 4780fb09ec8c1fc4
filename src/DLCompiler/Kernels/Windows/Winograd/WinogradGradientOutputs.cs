using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Transforms a chunk's tiles of the results' gradients, A d Aᵀ, with tiles side by side: left operands of products over tiles. The
/// items are groups of outputs.
/// </summary>
internal readonly struct WinogradGradientOutputs(
    in WinogradGradientLayout layout, in SlidingWindow window, in ImageOperand source, TileChunk chunk, Floats target) : IKernel
{
    /// <summary>Outputs of a group, whose planes are made at a time.</summary>
    private const nint Some = 8;

    private readonly WinogradGradientLayout _layout = layout;
    private readonly SlidingWindow _window = window;
    private readonly ImageOperand _source = source;

    /// <summary>How many groups there are.</summary>
    public nint Groups => Blocks.Ceiling(_layout.Outputs, Some);

    /// <summary>The floats that an item needs to work.</summary>
    public static nint Memory(in WinogradGradientLayout layout, in SlidingWindow window) =>
        Planes.Elements(RowsOfTiles(window, layout, 0, layout.MostRows), Some);

    /// <summary>Transforms all, on all threads.</summary>
    public void RunAll<V>() where V : struct, ISimd<V> =>
        Workers.Run<WinogradGradientOutputs, V>(this, Groups, 8 * Some * chunk.Count);

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V> =>
        Run<V>(start, end, Scratch.TakeForPart(Memory(_layout, _window)));

    /// <summary>The same, with memory of the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end, Floats memory) where V : struct, ISimd<V>
    {
        nint images = chunk.Images(_layout), firstImage = chunk.FirstImage(_layout);
        for (var group = start; group < end; group++)
        {
            nint first = group * Some, count = nint.Min(Some, _layout.Outputs - first);
            for (nint image = firstImage; image < firstImage + images; image++)
            {
                var tiles = chunk.Of(_layout, image);
                var planes = RowsOfTiles(_window, _layout, tiles.Row, tiles.Rows);
                var line = WinogradLayout.Size * tiles.Row;
                var from = _source.Data + (image * _source.Batch + first * _source.Channel + line * _source.Height);
                new Planes(planes, _source with { Data = from }, count, 1, memory).Run<V>(0, count);
                for (nint i = 0; i < count; i++)
                {
                    Transform<V>(
                        memory + (i * planes.Channel + tiles.Column), planes.Plane,
                        target + ((first + i) * _layout.RowOfOutputs + tiles.Place), tiles.Count);
                }
            }
        }
    }

    /// <summary>Planes of rows of tiles, one for each of their four elements, in which all tiles are neighbours.</summary>
    private static PlaneLayout RowsOfTiles(in SlidingWindow window, in WinogradGradientLayout layout, nint first, nint count)
    {
        const nint size = WinogradLayout.Size;
        return PlaneLayout.OfInputs(new SlidingWindow(
            new WindowAxis(window.Height.Output - size * first, count, size, size),
            new WindowAxis(window.Width.Output, layout.Columns, size, size)));
    }

    /// <summary>
    /// Neighbouring tiles, by whole vectors, of which the last one goes beyond them: what follows is written later, or is the room
    /// behind a row.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform<V>(Floats tiles, nint plane, Floats to, nint count) where V : struct, ISimd<V>
    {
        var point = _layout.PointOfOutputs;
        for (; count > 0; count -= V.Count, tiles += V.Count, to += V.Count)
        {
            V upper0 = V.Load(tiles, 0, V.Count), upper1 = V.Load(tiles, plane, V.Count);
            V lower0 = V.Load(tiles, 2 * plane, V.Count), lower1 = V.Load(tiles, 3 * plane, V.Count);
            Store(upper0, upper1, to, point);
            Store(upper0 + lower0, upper1 + lower1, to + 4 * point, point);
            Store(upper0 - lower0, upper1 - lower1, to + 8 * point, point);
            Store(default(V) - lower0, default(V) - lower1, to + 12 * point, point);
        }
    }

    /// <summary>The transformation along a row: y0, y0 + y1, y0 − y1, −y1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V y0, V y1, Floats to, nint point) where V : struct, ISimd<V>
    {
        V.Store(y0, to, 0, V.Count);
        V.Store(y0 + y1, to, point, V.Count);
        V.Store(y0 - y1, to, 2 * point, V.Count);
        V.Store(default(V) - y1, to, 3 * point, V.Count);
    }
}
