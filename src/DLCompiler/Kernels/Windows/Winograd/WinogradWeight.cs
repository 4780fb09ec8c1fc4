using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Transforms windows of a weight, G g Gᵀ, into right operands of products, one for each point: panels of outputs, of which each has its
/// points one after the other. The items are panels.
/// </summary>
/// <param name="shape">The convolution.</param>
/// <param name="weight">The weight, from its group on.</param>
/// <param name="width">Outputs of a panel.</param>
/// <param name="target">Where to.</param>
internal readonly unsafe struct WinogradWeight<F>(
    in ConvolutionShape shape, in TapWeight weight, nint width, Floats target = default) : IKernel, IPacking
    where F : struct, IWinogradForm
{
    private const nint Taps = 9;

    /// <summary>Room behind a point, so that no two begin at a multiple of 4 KiB from each other.</summary>
    private const nint Slack = 16;

    private readonly ConvolutionShape _shape = shape;
    private readonly TapWeight _weight = weight;

    /// <inheritdoc/>
    public PackedForm Form => new(
        PackedKind.Winograd, _shape.Outputs, _shape.Inputs, F.Size, _weight.IsTransposed ? 1 : 0, width);

    /// <summary>Whether the windows are there; else each panel is to be made where it is used.</summary>
    public bool IsMade => !target.IsNull;

    private static nint Points => (F.Size + 2) * (F.Size + 2);

    /// <summary>From a point to the next.</summary>
    public nint Point => _shape.Inputs * width + Slack;

    /// <summary>How many panels there are.</summary>
    public nint Count => Blocks.Ceiling(_shape.Outputs, width);

    /// <summary>The floats of a panel.</summary>
    public nint Panel => Points * Point;

    /// <inheritdoc/>
    public nint Elements => Count * Panel;

    /// <summary>The windows of a group, kept where they are a parameter of the call.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="weight">The group's weight.</param>
    /// <param name="isUsedOnce">Whether each panel is used once: then it is not made before, if it is not kept.</param>
    public static WinogradWeight<F> Make<V>(in ConvolutionShape shape, in TapWeight weight, bool isUsedOnce)
        where V : struct, ISimd<V>
    {
        var width = GemmBlocks.Columns<V>();
        var packing = new WinogradWeight<F>(shape, weight, width);
        var made = PackedCopies.Find<WinogradWeight<F>, V>(weight.Data, packing);
        if (made.IsNull && !isUsedOnce)
        {
            made = Scratch.Take(packing.Elements);
            packing.Pack<V>(made);
        }

        return new WinogradWeight<F>(shape, weight, width, made);
    }

    /// <inheritdoc/>
    public void Pack<V>(Floats to) where V : struct, ISimd<V> => Workers.Run<WinogradWeight<F>, V>(
        new WinogradWeight<F>(_shape, _weight, width, to), Count, Panel / 2);

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (var panel = start; panel < end; panel++) Make<V>(panel, target + panel * Panel);
    }

    /// <summary>A panel, which is made now if it is not there.</summary>
    /// <param name="panel">Its number.</param>
    /// <param name="memory">Room for a panel that is not there.</param>
    public Floats Get<V>(nint panel, Floats memory) where V : struct, ISimd<V>
    {
        if (IsMade) return target + panel * Panel;
        Make<V>(panel, memory);
        return memory;
    }

    /// <summary>Transforms the windows of one panel, a vector of outputs after the other.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Make<V>(nint panel, Floats panelAt) where V : struct, ISimd<V>
    {
        var memory = stackalloc float[(int)(Taps * V.Count) + TileVectors.Work + 32];
        Floats work = Scratch.Align(memory), windows = work + TileVectors.Work;

        // Lanes beyond the outputs count for nothing, but what memory holds may be subnormal, and slow.
        windows.ToWritableSpan(Taps * V.Count).Clear();
        var point = Point;

        // A transposed weight has its last tap first.
        var from = _weight.IsTransposed
            ? new TileVectors(windows + 8 * V.Count, -3 * V.Count, -V.Count)
            : new TileVectors(windows, 3 * V.Count, V.Count);
        for (nint lane = 0; lane < width; lane += V.Count)
        {
            var (first, to) = (panel * width + lane, panelAt + lane);
            var existing = nint.Clamp(_shape.Outputs - first, 0, V.Count);
            if (existing == 0) windows.ToWritableSpan(Taps * V.Count).Clear();
            for (nint input = 0; input < _shape.Inputs; input++, to += width)
            {
                var (at, row) = _weight.IsTransposed
                    ? (input * _shape.Outputs + first, Taps)
                    : (first * _shape.Inputs + input, _shape.Inputs * Taps);
                Transposition.Run<V>(_weight.Data + at * Taps, row, existing, Taps, windows, V.Count);
                WinogradTiles<F>.Taps<V>(from, new TileVectors(to, (F.Size + 2) * point, point), work);
            }
        }
    }
}
