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
    public nint PlaneElements => Planes.Elements(WinogradLayout.Planes(_window, 0, _layout.Rows, out _), Some);

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

    /// <summary>Neighbouring tiles of an image, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Image<V>(nint image, nint begin, nint count, Floats memory, Floats target) where V : struct, ISimd<V>
    {
        nint firstRow = begin / _layout.Columns, rows = (begin + count - 1) / _layout.Columns - firstRow + 1;
        var layout = WinogradLayout.Planes(_window, firstRow, rows, out var start);
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
        var places = TilePlaces.InPhases(planes);
        for (; count > 0; count -= V.Count, tiles += V.Count, to += V.Count)
            WinogradTiles.Transform<V>(tiles, places, to, _layout.Point);
    }
}
