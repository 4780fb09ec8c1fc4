using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Transforms the tiles of a block: Bᵀ d B.</summary>
/// <param name="layout">Where transformed tiles lie.</param>
/// <param name="window">The windows over an image.</param>
/// <param name="source">The first image's first channel.</param>
internal readonly struct WinogradInput(in WinogradLayout layout, in SlidingWindow window, in ImageOperand source)
{
    /// <summary>Channels whose planes are made at a time, at most.</summary>
    private const nint Some = 8;

    private readonly WinogradLayout _layout = layout;
    private readonly SlidingWindow _window = window;
    private readonly ImageOperand _source = source;

    /// <summary>The floats of the planes from which a block is made.</summary>
    public nint PlaneElements => Planes.Elements(RowsOfTiles(0, _layout.Rows, out _), Some);

    /// <summary>Transforms a block.</summary>
    /// <param name="block">Its number.</param>
    /// <param name="memory"><see cref="PlaneElements"/> floats.</param>
    /// <param name="target">The result: <see cref="WinogradLayout.Block"/> floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint block, Floats memory, Floats target) where V : struct, ISimd<V>
    {
        var first = block * _layout.Width;
        var end = nint.Min(first + _layout.Width, _layout.Tiles);
        for (var tile = first; tile < end;)
        {
            var image = tile / _layout.TilesOfImage;
            var begin = tile - image * _layout.TilesOfImage;
            var count = nint.Min(_layout.TilesOfImage - begin, end - tile);
            Image<V>(image, begin, count, memory, target + (tile - first));
            tile += count;
        }
    }

    /// <summary>
    /// Planes of rows of tiles, one phase for even and odd places of each axis: the elements (i, j) of neighbouring tiles are neighbours.
    /// </summary>
    private PlaneLayout RowsOfTiles(nint first, nint count, out nint start) => PlaneLayout.OfInputs(new SlidingWindow(
        WinogradLayout.Windows(_window.Height, first, count, out start),
        WinogradLayout.Windows(_window.Width, 0, _layout.Columns, out _)));

    /// <summary>Neighbouring tiles of an image, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Image<V>(nint image, nint begin, nint count, Floats memory, Floats target) where V : struct, ISimd<V>
    {
        nint firstRow = begin / _layout.Columns, rows = (begin + count - 1) / _layout.Columns - firstRow + 1;
        var layout = RowsOfTiles(firstRow, rows, out var start);
        var from = _source.Data + (image * _source.Batch + start * _source.Height);
        for (nint channel = 0; channel < _layout.Inputs; channel += Some)
        {
            var some = nint.Min(Some, _layout.Inputs - channel);
            var planes = new Planes(layout, _source with { Data = from + channel * _source.Channel }, some, 1, memory);
            planes.Run<V>(0, some);
            for (nint i = 0; i < some; i++)
            {
                var to = target + (channel + i) * _layout.Row;
                nint column = begin - firstRow * _layout.Columns, left = count;
                for (var row = planes[0] + i * planes.Channel; left > 0; row += layout.Width.Length, column = 0)
                {
                    var length = nint.Min(_layout.Columns - column, left);
                    Transform<V>(layout, row + column, to, length);
                    to += length;
                    left -= length;
                }
            }
        }
    }

    /// <summary>
    /// Neighbouring tiles, by whole vectors, of which the last one goes beyond them: what follows is written later.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform<V>(in PlaneLayout planes, Floats tiles, Floats to, nint count) where V : struct, ISimd<V>
    {
        nint plane = planes.Plane, pitch = planes.Width.Length, point = _layout.Point;
        for (; count > 0; count -= V.Count, tiles += V.Count, to += V.Count)
        {
            Row<V>(tiles, plane, pitch, out var a0, out var a1, out var a2, out var a3, 0);
            Row<V>(tiles, plane, pitch, out var c0, out var c1, out var c2, out var c3, 2);
            Store(a0 - c0, a1 - c1, a2 - c2, a3 - c3, to, point);
            Row<V>(tiles, plane, pitch, out var b0, out var b1, out var b2, out var b3, 1);
            Store(b0 + c0, b1 + c1, b2 + c2, b3 + c3, to + 4 * point, point);
            Store(c0 - b0, c1 - b1, c2 - b2, c3 - b3, to + 8 * point, point);
            Row<V>(tiles, plane, pitch, out var d0, out var d1, out var d2, out var d3, 3);
            Store(b0 - d0, b1 - d1, b2 - d2, b3 - d3, to + 12 * point, point);
        }
    }

    /// <summary>Row i of the tiles: elements 0 and 2 are neighbours in the even phase, 1 and 3 in the odd one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<V>(Floats tiles, nint plane, nint pitch, out V x0, out V x1, out V x2, out V x3, nint i)
        where V : struct, ISimd<V>
    {
        var even = tiles + ((i & 1) * 2 * plane + (i >> 1) * pitch);
        (x0, x2) = (V.Load(even, 0, V.Count), V.Load(even, 1, V.Count));
        (x1, x3) = (V.Load(even, plane, V.Count), V.Load(even, plane + 1, V.Count));
    }

    /// <summary>The transformation along a row: x0 − x2, x1 + x2, x2 − x1, x1 − x3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V x0, V x1, V x2, V x3, Floats to, nint point) where V : struct, ISimd<V>
    {
        V.Store(x0 - x2, to, 0, V.Count);
        V.Store(x1 + x2, to, point, V.Count);
        V.Store(x2 - x1, to, 2 * point, V.Count);
        V.Store(x1 - x3, to, 3 * point, V.Count);
    }
}
