using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Transforms the tiles of images: Bᵀ d B. The items are the channels.</summary>
/// <param name="layout">Where transformed tiles lie.</param>
/// <param name="planes">
/// How a channel's planes lie, one phase for even and odd places of each axis: the elements (i, j) of neighbouring tiles are neighbours.
/// </param>
/// <param name="source">The first image's first channel.</param>
/// <param name="target">Where to.</param>
internal readonly struct WinogradInput(
    in WinogradLayout layout, in PlaneLayout planes, in ImageOperand source, Floats target) : IKernel
{
    /// <summary>Channels whose planes are made at a time, at most.</summary>
    private const nint Some = 8;

    private readonly WinogradLayout _layout = layout;
    private readonly PlaneLayout _planes = planes;
    private readonly ImageOperand _source = source;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        var memory = Scratch.TakeForPart(Planes.Elements(_planes, Some));
        for (var channel = start; channel < end; channel += Some)
        {
            var count = nint.Min(Some, end - channel);
            for (nint image = 0; image < _layout.Images; image++)
            {
                var first = _source.Data + (image * _source.Batch + channel * _source.Channel);
                var copy = new Planes(_planes, _source with { Data = first }, count, 1, memory);
                copy.Run<V>(0, count);
                for (nint i = 0; i < count; i++) Image<V>(copy[0] + i * copy.Channel, channel + i, image * _layout.TilesOfImage);
            }
        }
    }

    /// <summary>The tiles of a channel of an image, row by row, cut where blocks end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Image<V>(Floats planes, nint channel, nint tile) where V : struct, ISimd<V>
    {
        for (nint row = 0; row < _layout.Rows; row++)
        {
            for (nint column = 0; column < _layout.Columns;)
            {
                var (block, place) = (tile / _layout.Width, tile % _layout.Width);
                var count = nint.Min(_layout.Columns - column, _layout.Width - place);
                var to = target + (block * _layout.Block + channel * _layout.Row + place);
                Transform<V>(planes + (row * _planes.Width.Length + column), to, count);
                tile += count;
                column += count;
            }
        }
    }

    /// <summary>
    /// Neighbouring tiles, by whole vectors, of which the last one goes beyond them: what follows is written later.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform<V>(Floats tiles, Floats to, nint count) where V : struct, ISimd<V>
    {
        nint plane = _planes.Plane, pitch = _planes.Width.Length, point = _layout.Point;
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
