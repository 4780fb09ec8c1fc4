using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Transforms rows of tiles of images, with channels in the lanes: the inputs of a convolution, or the gradients of its outputs. The
/// items are vectors of channels × images.
/// </summary>
/// <param name="grid">The tiles.</param>
/// <param name="height">The height of an image, and what lies before it.</param>
/// <param name="width">Its width.</param>
/// <param name="source">The first image's first channel.</param>
/// <param name="channels">How many channels.</param>
/// <param name="ofGradients">Whether they are gradients of outputs, whose tiles do not overlap.</param>
/// <param name="points">Where transformed tiles lie.</param>
/// <param name="rows">Those that are transformed.</param>
/// <param name="target">Where the first of their tiles goes.</param>
internal readonly struct TileTransform<F>(
    in TileGrid grid, TileAxis height, TileAxis width, in ImageOperand source, nint channels, bool ofGradients,
    in TilePoints points, TileRows rows = default, Floats target = default) : IKernel
    where F : struct, IWinogradForm
{
    private readonly TileGrid _grid = grid;
    private readonly ImageOperand _source = source;
    private readonly TilePoints _points = points;

    /// <summary>The elements of a line of tiles, with what the last one overlaps.</summary>
    private nint Length => F.Size * _grid.Columns + Overlap;

    /// <summary>What neighbouring tiles have in common.</summary>
    private nint Overlap => ofGradients ? 0 : 2;

    /// <summary>Of the images of a convolution.</summary>
    public static TileTransform<F> OfInputs(
        in TileGrid grid, in ConvolutionShape shape, in ImageOperand source, in TilePoints points) =>
        new(grid, TileAxis.OfInputs(shape.Window.Height), TileAxis.OfInputs(shape.Window.Width), source, shape.Inputs, false, points);

    /// <summary>Of the gradients of its results.</summary>
    public static TileTransform<F> OfGradients(
        in TileGrid grid, in ConvolutionShape shape, in ImageOperand source, in TilePoints points) =>
        new(grid, TileAxis.OfOutputs(shape.Window.Height), TileAxis.OfOutputs(shape.Window.Width), source, shape.Outputs, true, points);

    /// <summary>The same of some rows.</summary>
    /// <param name="some">The rows.</param>
    /// <param name="to">Where the first of their tiles goes.</param>
    public TileTransform<F> Of(TileRows some, Floats to) =>
        new(_grid, height, width, _source, channels, ofGradients, _points, some, to);

    /// <summary>The floats that an item needs to work, of so many rows at most.</summary>
    public nint Memory<V>(nint most) where V : struct, ISimd<V> =>
        Lines(nint.Min(most, _grid.Rows)) * Length * V.Count + TileVectors.Work;

    /// <summary>Transforms all, on all threads.</summary>
    public void RunAll<V>() where V : struct, ISimd<V>
    {
        var images = rows.Images(_grid);
        Workers.Run<TileTransform<F>, V>(
            this, Items<V>(images), 8 * V.Count * F.Size * F.Size * _grid.Columns * Blocks.Ceiling(rows.Count, images));
    }

    /// <summary>Transforms all, with memory of the caller.</summary>
    public void RunAll<V>(Floats memory) where V : struct, ISimd<V> => Run<V>(0, Items<V>(rows.Images(_grid)), memory);

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V> =>
        Run<V>(start, end, Scratch.TakeForPart(Memory<V>(rows.Count)));

    /// <summary>The lines of some rows of tiles, with what the last one overlaps.</summary>
    private nint Lines(nint tiles) => F.Size * tiles + Overlap;

    private nint Items<V>(nint images) where V : struct, ISimd<V> => Blocks.Ceiling(channels, V.Count) * images;

    private void Run<V>(nint start, nint end, Floats memory) where V : struct, ISimd<V>
    {
        var images = rows.Images(_grid);
        for (var item = start; item < end; item++) Run<V>(rows.Of(_grid, item % images), item / images * V.Count, memory);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<V>(in ImageRows part, nint channel, Floats memory) where V : struct, ISimd<V>
    {
        var count = nint.Min(V.Count, channels - channel);
        var from = _source.Data + (part.Image * _source.Batch + channel * _source.Channel);
        var lanes = memory + TileVectors.Work;
        Spread<V>(from, count, F.Size * part.First, part.Count, lanes);

        nint line = Length * V.Count, point = _points.Point;
        var to = target + (part.Place * _grid.Columns * _points.Tile + channel);
        for (nint row = 0; row < part.Count; row++, lanes += F.Size * line)
        {
            var tile = lanes;
            for (nint column = 0; column < _grid.Columns; column++, tile += F.Size * V.Count, to += _points.Tile)
            {
                TileVectors inputs = new(tile, line, V.Count), results = new(to, (F.Size + 2) * point, point);
                if (ofGradients) WinogradTiles<F>.OutputGradients<V>(inputs, results, memory);
                else WinogradTiles<F>.Inputs<V>(inputs, results, memory);
            }
        }
    }

    /// <summary>Lays out the lines of some rows of tiles, with their padding, channels side by side.</summary>
    /// <param name="from">The first channel's first element.</param>
    /// <param name="count">How many channels.</param>
    /// <param name="line">The first line that is not overlap.</param>
    /// <param name="tiles">How many rows of tiles.</param>
    /// <param name="to">Where to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread<V>(Floats from, nint count, nint line, nint tiles, Floats to) where V : struct, ISimd<V>
    {
        // What other lanes hold counts for nothing, but it may be subnormal, and slow.
        if (count < V.Count) to.ToWritableSpan(Lines(tiles) * Length * V.Count).Clear();
        nint start = nint.Clamp(width.Before, 0, Length), end = nint.Clamp(width.Before + width.Length, start, Length);
        from += (start - width.Before) * _source.Width;
        line -= height.Before;
        for (var last = line + Lines(tiles); line < last; line++, to += Length * V.Count)
        {
            if (line < 0 || line >= height.Length)
            {
                Clear<V>(to, 0, Length);
                continue;
            }

            Clear<V>(to, 0, start);
            var (at, inside) = (from + line * _source.Height, to + start * V.Count);
            if (_source.Width == 1) Transposition.Run<V>(at, _source.Channel, count, end - start, inside, V.Count);
            else Gather(at, count, end - start, inside, V.Count);
            Clear<V>(to, end, Length);
        }
    }

    private void Gather(Floats from, nint count, nint length, Floats to, nint lanes)
    {
        for (; length > 0; length--, from += _source.Width, to += lanes)
        {
            for (nint channel = 0; channel < count; channel++) to[channel] = from[channel * _source.Channel];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<V>(Floats to, nint start, nint end) where V : struct, ISimd<V>
    {
        for (; start < end; start++) V.Store(default, to, start * V.Count, V.Count);
    }
}

/// <summary>An axis of an image that is cut into tiles.</summary>
/// <param name="Length">The image's length.</param>
/// <param name="Before">How much padding lies before it.</param>
internal readonly record struct TileAxis(nint Length, nint Before)
{
    public static TileAxis OfInputs(in WindowAxis window) => new(window.Input, window.Before);

    public static TileAxis OfOutputs(in WindowAxis window) => new(window.Output, 0);
}
