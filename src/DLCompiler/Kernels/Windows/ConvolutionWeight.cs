using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The gradient of a convolution by its weight: dot products of the results' gradients with what each tap looks at, along
/// the planes of both, whose gaps are zeros on the results' side. Nothing is packed but the planes.
/// </summary>
/// <remarks>The items are pieces of a row of the weight, of <see cref="Columns{V}"/> taps, of all its rows.</remarks>
internal readonly unsafe struct ConvolutionWeight<E>(
    in ConvolutionShape shape, in PlaneLayout layout, in Planes x, in Planes y, Floats offsets, in GemmOperand weight,
    in E epilogue, bool first, bool last) : IKernel
    where E : struct, IEpilogue
{
    /// <summary>Sums stay in registers over so many outputs at least, of as many images as that takes.</summary>
    private const nint FewColumns = 2048;

    private const nint Height = 4;
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
            var kernel = new ConvolutionWeight<E>(
                shape, inputs, planesOfX, planesOfY, scratch, weight, epilogue,
                first: image == 0, last: image + count == shape.Batch);
            var pieces = Blocks.Ceiling(shape.Depth, Columns<V>());
            var cost = Columns<V>() * shape.Outputs * inputs.Columns(shape.Window) * count
                / PackedProduct.MultiplyAddsPerCost;
            Workers.Run<ConvolutionWeight<E>, V>(kernel, shape.Groups * pieces, cost);
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        var memory = stackalloc float[(int)(Height * TileWidth) + 16];
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
            for (nint row = 0; row < _shape.Outputs;)
            {
                var y = _y[0] + (group * _shape.Outputs + row) * _y.Channel;
                var rows = _shape.Outputs - row >= Height ? Height : 1;
                if (rows == 1) OneRow<V>(y, x, table, columns, steps, tile);
                else FourRows<V>(y, x, table, columns, steps, tile);
                result.Finish<V>(tile, TileWidth, row, rows, k, columns, first, last);
                row += rows;
            }
        }
    }

    /// <summary>Taps of a tile: with four rows, 24 or 12 sums, which is what registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Columns<V>() where V : struct, ISimd<V> => V.Count == 16 ? 6 : 3;

    /// <summary>
    /// Four rows by the taps of a tile. Taps that do not exist repeat the last; nobody reads them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FourRows<V>(Floats y, Floats x, nint* table, nint columns, nint steps, Floats tile)
        where V : struct, ISimd<V>
    {
        V c00 = default, c01 = default, c02 = default, c03 = default, c04 = default, c05 = default;
        V c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
        V c20 = default, c21 = default, c22 = default, c23 = default, c24 = default, c25 = default;
        V c30 = default, c31 = default, c32 = default, c33 = default, c34 = default, c35 = default;
        nint o0 = table[0], o1 = table[nint.Min(1, columns - 1)], o2 = table[nint.Min(2, columns - 1)];
        nint o3 = table[nint.Min(3, columns - 1)], o4 = table[nint.Min(4, columns - 1)], o5 = table[columns - 1];
        nint channel = _y.Channel;
        for (nint image = 0; image < _y.Images; image++, x += _x.Image, y += _y.Image)
        {
            Floats at = x, y0 = y, y2 = y + 2 * channel;
            for (var step = steps; step > 0; step--, at += V.Count, y0 += V.Count, y2 += V.Count)
            {
                var r0 = V.Load(y0, 0, V.Count);
                var r1 = V.Load(y0, channel, V.Count);
                var r2 = V.Load(y2, 0, V.Count);
                var r3 = V.Load(y2, channel, V.Count);
                Column(V.Load(at, o0, V.Count), r0, r1, r2, r3, ref c00, ref c10, ref c20, ref c30);
                Column(V.Load(at, o1, V.Count), r0, r1, r2, r3, ref c01, ref c11, ref c21, ref c31);
                Column(V.Load(at, o2, V.Count), r0, r1, r2, r3, ref c02, ref c12, ref c22, ref c32);
                if (Columns<V>() == 6)
                {
                    Column(V.Load(at, o3, V.Count), r0, r1, r2, r3, ref c03, ref c13, ref c23, ref c33);
                    Column(V.Load(at, o4, V.Count), r0, r1, r2, r3, ref c04, ref c14, ref c24, ref c34);
                    Column(V.Load(at, o5, V.Count), r0, r1, r2, r3, ref c05, ref c15, ref c25, ref c35);
                }
            }
        }

        Store(c00, c01, c02, c03, c04, c05, tile);
        Store(c10, c11, c12, c13, c14, c15, tile + TileWidth);
        Store(c20, c21, c22, c23, c24, c25, tile + 2 * TileWidth);
        Store(c30, c31, c32, c33, c34, c35, tile + 3 * TileWidth);
    }

    /// <summary>One row by the taps of a tile.</summary>
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
    private static void Column<V>(
        V x, V r0, V r1, V r2, V r3, ref V c0, ref V c1, ref V c2, ref V c3) where V : struct, ISimd<V>
    {
        c0 = V.Fma(x, r0, c0);
        c1 = V.Fma(x, r1, c1);
        c2 = V.Fma(x, r2, c2);
        c3 = V.Fma(x, r3, c3);
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
