using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Adds the sums of all segments and transforms them to windows, Gᵀ m G. The items are outputs.</summary>
internal readonly unsafe struct WinogradGradientFinish<E, F>(
    in WinogradSums<F> layout, Floats sums, nint group, in GemmOperand weight, in E epilogue) : IKernel
    where E : struct, IEpilogue
    where F : struct, IWinogradForm
{
    private const nint Taps = 9;

    private readonly WinogradSums<F> _layout = layout;
    private readonly GemmOperand _weight = weight;
    private readonly E _epilogue = epilogue;

    /// <summary>Finishes all, on all threads.</summary>
    public void RunAll<V>() where V : struct, ISimd<V> =>
        Workers.Run<WinogradGradientFinish<E, F>, V>(
            this, _layout.Outputs, (_layout.Segments + 2) * WinogradSums<F>.Points * _layout.Row);

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        var width = GemmBlocks.Columns<V>();
        for (nint segment = 1; segment < _layout.Segments; segment++)
        {
            for (nint point = 0; point < WinogradSums<F>.Points; point++)
            {
                var to = sums + (point * _layout.Point + start * _layout.Row);
                Add<V>(to + segment * _layout.Elements, to, (end - start) * _layout.Row);
            }
        }

        for (nint panel = 0; panel < _layout.Row / width; panel++)
        {
            Run<V>(
                sums + (start * _layout.Row + panel * width), _layout.Point, _layout.Row, start, end - start, panel);
        }
    }

    /// <summary>Finishes outputs of a panel.</summary>
    /// <param name="at">The first output's sum at the first point.</param>
    /// <param name="point">From a point to the next.</param>
    /// <param name="row">From an output to the next.</param>
    /// <param name="output">The first output.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="panel">The panel of inputs.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(Floats at, nint point, nint row, nint output, nint count, nint panel) where V : struct, ISimd<V>
    {
        nint width = GemmBlocks.Columns<V>();
        var memory = stackalloc float[(int)(2 * Taps * width) + TileVectors.Work + 48];
        Floats work = Scratch.Align(memory), taps = work + TileVectors.Work, windows = taps + Taps * width;
        var result = new ProductResult<E>(_weight, _epilogue, 0, group);
        var inputs = nint.Min(width, _layout.Inputs - panel * width);
        for (; count > 0; count--, output++, at += row)
        {
            for (nint lane = 0; lane < inputs; lane += V.Count)
            {
                WinogradTiles<F>.TapGradients<V>(
                    new TileVectors(at + lane, (F.Size + 2) * point, point), new TileVectors(taps + lane, 3 * width, width), work);
            }

            Transposition.Run<V>(taps, width, Taps, inputs, windows, Taps);
            result.Finish<V>(windows, Taps * width, output, 1, panel * width * Taps, inputs * Taps, first: true, last: true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<V>(Floats from, Floats to, nint count) where V : struct, ISimd<V>
    {
        for (nint i = 0; i < count; i += V.Count) V.Store(V.Load(to, i, V.Count) + V.Load(from, i, V.Count), to, i, V.Count);
    }
}
