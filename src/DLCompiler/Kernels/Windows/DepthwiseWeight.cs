using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The gradient of a convolution with few channels a group by its weight: dot products of a result's gradient with what each tap
/// looks at, along the planes of both, whose gaps are zeros on the results' side.
/// </summary>
/// <remarks>The items are pieces of a row of the weight, of <see cref="Columns{V}"/> taps, of all rows of a group.</remarks>
internal readonly unsafe struct DepthwiseWeight<E>(
    in ConvolutionShape shape, in PlaneLayout layout, in Planes x, in Planes y, Floats offsets, in GemmOperand weight,
    in E epilogue, bool first, bool last) : IKernel
    where E : struct, IEpilogue
{
    /// <summary>Sums stay in registers over so many outputs at least, of as many images as that takes.</summary>
    private const nint FewColumns = 2048;

    private const nint TileWidth = 16;

    private readonly ConvolutionShape _shape = shape;
    private readonly PlaneLayout _layout = layout;
    private readonly Planes _x = x;
    private readonly Planes _y = y;
    private readonly GemmOperand _weight = weight;
    private readonly E _epilogue = epilogue;

    public static void Run<V>(
        in ConvolutionShape shape, in ImageOperand x, in ImageOperand y, in GemmOperand weight, in E epilogue)
        where V : struct, ISimd<V>
    {
        PlaneLayout inputs = PlaneLayout.OfInputs(shape.Window), outputs = PlaneLayout.OfOutputs(shape.Window);
        nint channelsOfX = shape.Groups * shape.Inputs, channelsOfY = shape.Groups * shape.Outputs;
        var images = nint.Clamp(FewColumns / inputs.Columns(shape.Window), 1, shape.Batch);
        var table = Blocks.RoundUp(shape.Depth, 8) * 2;
        var elementsOfX = Planes.Elements(inputs, images * channelsOfX);
        var scratch = Scratch.Take(table + elementsOfX + Planes.Elements(outputs, images * channelsOfY));
        inputs.Offsets(shape.Window, shape.Inputs, (nint*)scratch.Pointer);
        for (nint image = 0; image < shape.Batch; image += images)
        {
            var count = nint.Min(images, shape.Batch - image);
            var planesOfX = new Planes(
                inputs, x with { Data = x.Data + image * x.Batch }, channelsOfX, count, scratch + table);
            var planesOfY = new Planes(
                outputs, y with { Data = y.Data + image * y.Batch }, channelsOfY, count,
                scratch + table + elementsOfX);
            planesOfX.Copy<V>();
            planesOfY.Copy<V>();
            var kernel = new DepthwiseWeight<E>(
                shape, inputs, planesOfX, planesOfY, scratch, weight, epilogue,
                first: image == 0, last: image + count == shape.Batch);
            var pieces = Blocks.Ceiling(shape.Depth, Columns<V>());
            var cost = Columns<V>() * shape.Outputs * inputs.Columns(shape.Window) * count
                / PackedProduct.MultiplyAddsPerCost;
            Workers.Run<DepthwiseWeight<E>, V>(kernel, shape.Groups * pieces, cost);
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        var memory = stackalloc float[(int)TileWidth + 16];
        var tile = Scratch.Align(memory);
        var pieces = Blocks.Ceiling(_shape.Depth, Columns<V>());
        var steps = Blocks.Ceiling(_layout.Columns(_shape.Window), V.Count);
        for (var item = start; item < end; item++)
        {
            var (group, k) = (item / pieces, item % pieces * Columns<V>());
            var columns = nint.Min(Columns<V>(), _shape.Depth - k);
            var x = _x[0] + group * _shape.Inputs * _layout.Channel;
            var table = (nint*)offsets.Pointer + k;
            var result = new ProductResult<E>(_weight, _epilogue, 0, group);
            for (nint row = 0; row < _shape.Outputs; row++)
            {
                var y = _y[0] + (group * _shape.Outputs + row) * _y.Channel;
                OneRow<V>(y, x, table, columns, steps, tile);
                result.Finish<V>(tile, TileWidth, row, 1, k, columns, first, last);
            }
        }
    }

    /// <summary>Taps of a tile: enough sums to hide the latency of the multiply-adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Columns<V>() where V : struct, ISimd<V> => V.Count == 16 ? 6 : 3;

    /// <summary>One row by the taps of a tile. Taps that do not exist repeat the last; nobody reads them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneRow<V>(Floats y, Floats x, nint* table, nint columns, nint steps, Floats tile)
        where V : struct, ISimd<V>
    {
        V c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default;
        nint o0 = table[0], o1 = table[nint.Min(1, columns - 1)], o2 = table[nint.Min(2, columns - 1)];
        nint o3 = table[nint.Min(3, columns - 1)], o4 = table[nint.Min(4, columns - 1)], o5 = table[columns - 1];
        for (nint image = 0; image < _y.Images; image++, x += _x.Image, y += _y.Image)
        {
            for (nint i = 0; i < steps * V.Count; i += V.Count)
            {
                var row = V.Load(y, i, V.Count);
                c0 = V.Fma(row, V.Load(x, o0 + i, V.Count), c0);
                c1 = V.Fma(row, V.Load(x, o1 + i, V.Count), c1);
                c2 = V.Fma(row, V.Load(x, o2 + i, V.Count), c2);
                if (Columns<V>() == 6)
                {
                    c3 = V.Fma(row, V.Load(x, o3 + i, V.Count), c3);
                    c4 = V.Fma(row, V.Load(x, o4 + i, V.Count), c4);
                    c5 = V.Fma(row, V.Load(x, o5 + i, V.Count), c5);
                }
            }
        }

        Store(c0, c1, c2, c3, c4, c5, tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V c0, V c1, V c2, V c3, V c4, V c5, Floats tile) where V : struct, ISimd<V>
    {
        tile[0] = V.Sum(c0);
        tile[1] = V.Sum(c1);
        tile[2] = V.Sum(c2);
        if (Columns<V>() == 3) return;
        tile[3] = V.Sum(c3);
        tile[4] = V.Sum(c4);
        tile[5] = V.Sum(c5);
    }
}
