using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Transforms windows of a weight, G g Gᵀ, into one packed left operand for each point. The items are panels of outputs.
/// </summary>
/// <param name="shape">The convolution.</param>
/// <param name="weight">The weight, from its group on.</param>
/// <param name="height">Rows of a panel.</param>
/// <param name="target">Where to.</param>
internal readonly unsafe struct WinogradWeight(
    in ConvolutionShape shape, in TapWeight weight, nint height, Floats target = default) : IKernel, IPacking
{
    private const nint Taps = 9;

    private readonly ConvolutionShape _shape = shape;
    private readonly TapWeight _weight = weight;
    private readonly nint _point = Panels.Elements(shape.Outputs, shape.Inputs, height);

    /// <summary>How many panels a point has.</summary>
    public nint Count => Blocks.Ceiling(_shape.Outputs, height);

    /// <summary>From a point to the next.</summary>
    public nint Point => _point;

    /// <inheritdoc/>
    public nint Elements => WinogradLayout.Points * _point;

    /// <inheritdoc/>
    public PackedForm Form => new(PackedKind.Winograd, _shape.Outputs, _shape.Inputs, 1, _weight.IsTransposed ? 1 : 0, height);

    /// <summary>Whether the windows are there; else each panel is to be made where it is used.</summary>
    public bool IsMade => !target.IsNull;

    /// <summary>The floats of one panel at all points.</summary>
    public nint ElementsOfPanel => WinogradLayout.Points * PointOfPanel;

    /// <summary>From a point to the next in a panel that is made where it is used.</summary>
    public nint PointOfPanel => _point / Count;

    /// <summary>The windows of a group, kept where they are a parameter of the call.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="weight">The group's weight.</param>
    /// <param name="height">Rows of a panel.</param>
    /// <param name="isUsedOnce">Whether each panel is used once: then it is not made before, if it is not kept.</param>
    public static WinogradWeight Make<V>(in ConvolutionShape shape, in TapWeight weight, nint height, bool isUsedOnce)
        where V : struct, ISimd<V>
    {
        var packing = new WinogradWeight(shape, weight, height);
        var made = PackedCopies.Find<WinogradWeight, V>(weight.Data, packing);
        if (made.IsNull && !isUsedOnce)
        {
            made = Scratch.Take(packing.Elements);
            packing.Pack<V>(made);
        }

        return new WinogradWeight(shape, weight, height, made);
    }

    /// <inheritdoc/>
    public void Pack<V>(Floats to) where V : struct, ISimd<V> =>
        Workers.Run<WinogradWeight, V>(
            new WinogradWeight(_shape, _weight, height, to), Count, 8 * height * _shape.Inputs);

    /// <summary>A panel of the first point.</summary>
    public Floats Panel(nint panel) => target + panel * PointOfPanel;

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (var panel = start; panel < end; panel++) Make<V>(panel, Panel(panel), _point);
    }

    /// <summary>Transforms the windows of one panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="to">Where to.</param>
    /// <param name="point">From a point to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Make<V>(nint panel, Floats to, nint point) where V : struct, ISimd<V>
    {
        var pitch = Blocks.RoundUp(height, V.Count);
        var memory = stackalloc float[(int)(Taps * pitch) + 16];
        var windows = Scratch.Align(memory);

        // Lanes beyond the panel's rows count for nothing, but what memory holds may be subnormal, and slow.
        windows.ToWritableSpan(Taps * pitch).Clear();
        var first = panel * height;
        var existing = nint.Min(height, _shape.Outputs - first);
        for (nint input = 0; input < _shape.Inputs; input++, to += height)
        {
            var (at, row) = _weight.IsTransposed
                ? (input * _shape.Outputs + first, Taps)
                : (first * _shape.Inputs + input, _shape.Inputs * Taps);
            Transposition.Run(_weight.Data + at * Taps, row, existing, Taps, windows, pitch);
            for (nint lane = 0; lane < height; lane += V.Count) Transform<V>(windows + lane, pitch, to + lane, point);
        }
    }

    /// <summary>
    /// One vector of outputs, point by point: what goes beyond the panel's rows is written later, or is the room behind it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform<V>(Floats windows, nint pitch, Floats to, nint point) where V : struct, ISimd<V>
    {
        // A transposed weight has its last tap first.
        var (first, step) = _weight.IsTransposed ? (8 * pitch, -pitch) : (0, pitch);
        for (nint column = 0; column < 4; column++, to += point)
        {
            V g0 = Column<V>(windows + first, 3 * step, step, column, 0);
            V g1 = Column<V>(windows + first, 3 * step, step, column, 1);
            V g2 = Column<V>(windows + first, 3 * step, step, column, 2);
            var half = V.Create(0.5f);
            var edges = (g0 + g2) * half;
            var middle = g1 * half;
            V.Store(g0, to, 0, V.Count);
            V.Store(edges + middle, to, 4 * point, V.Count);
            V.Store(edges - middle, to, 8 * point, V.Count);
            V.Store(g2, to, 12 * point, V.Count);
        }
    }

    /// <summary>Row i of a window, transformed: g0, (g0 + g1 + g2) / 2, (g0 − g1 + g2) / 2 or g2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Column<V>(Floats windows, nint row, nint step, nint column, nint i) where V : struct, ISimd<V>
    {
        var at = windows + i * row;
        if (column == 0) return V.Load(at, 0, V.Count);
        if (column == 3) return V.Load(at, 2 * step, V.Count);
        var half = V.Create(0.5f);
        var edges = (V.Load(at, 0, V.Count) + V.Load(at, 2 * step, V.Count)) * half;
        var middle = V.Load(at, step, V.Count) * half;
        return column == 1 ? edges + middle : edges - middle;
    }
}
