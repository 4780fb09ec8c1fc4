using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Adds the sums of all segments and transforms them to windows, Gᵀ m G. The items are outputs.</summary>
internal readonly unsafe struct WinogradGradientFinish<E>(
    in WinogradGradientLayout layout, Floats sums, nint segments, nint group, in GemmOperand weight, in E epilogue) : IKernel
    where E : struct, IEpilogue
{
    private const nint Taps = 9;

    private readonly WinogradGradientLayout _layout = layout;
    private readonly GemmOperand _weight = weight;
    private readonly E _epilogue = epilogue;

    /// <summary>Finishes all, on all threads.</summary>
    public void RunAll<V>() where V : struct, ISimd<V> =>
        Workers.Run<WinogradGradientFinish<E>, V>(
            this, _layout.Outputs, (segments + 2) * WinogradLayout.Points * _layout.RowOfSums);

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (nint panel = 0; panel < _layout.Panels; panel++)
        {
            Run<V>(
                sums + (start * _layout.RowOfSums + panel * GemmBlocks.Columns<V>()), _layout.PointOfSums, _layout.RowOfSums, start,
                end - start, panel);
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
        var memory = stackalloc float[(int)(2 * Taps * width) + 32];
        Floats taps = Scratch.Align(memory), windows = taps + Taps * width;
        var result = new ProductResult<E>(_weight, _epilogue, 0, group);
        var inputs = nint.Min(width, _layout.Inputs - panel * width);
        for (; count > 0; count--, output++, at += row)
        {
            Transform<V>(at, point, taps, width);
            Transform<V>(at + V.Count, point, taps + V.Count, width);
            Transposition.Run(taps, width, Taps, inputs, windows, Taps);
            result.Finish<V>(windows, Taps * width, output, 1, panel * width * Taps, inputs * Taps, first: true, last: true);
        }
    }

    /// <summary>One vector of inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Transform<V>(Floats at, nint point, Floats taps, nint width) where V : struct, ISimd<V>
    {
        Column<V>(at, point, out var a0, out var a1, out var a2);
        Column<V>(at + point, point, out var b0, out var b1, out var b2);
        Column<V>(at + 2 * point, point, out var c0, out var c1, out var c2);
        Column<V>(at + 3 * point, point, out var d0, out var d1, out var d2);
        Store(a0, b0, c0, d0, taps, width);
        Store(a1, b1, c1, d1, taps + 3 * width, width);
        Store(a2, b2, c2, d2, taps + 6 * width, width);
    }

    /// <summary>The transformation along a column: m0 + (m1 + m2) / 2, (m1 − m2) / 2, (m1 + m2) / 2 + m3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Column<V>(Floats at, nint point, out V x0, out V x1, out V x2) where V : struct, ISimd<V>
    {
        V m0 = Sum<V>(at), m1 = Sum<V>(at + 4 * point), m2 = Sum<V>(at + 8 * point), m3 = Sum<V>(at + 12 * point);
        var half = V.Create(0.5f);
        (x0, x1, x2) = (m0 + (m1 + m2) * half, (m1 - m2) * half, (m1 + m2) * half + m3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Sum<V>(Floats at) where V : struct, ISimd<V>
    {
        var sum = V.Load(at, 0, V.Count);
        for (nint segment = 1; segment < segments; segment++)
        {
            at += _layout.ElementsOfSums;
            sum += V.Load(at, 0, V.Count);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V m0, V m1, V m2, V m3, Floats taps, nint width) where V : struct, ISimd<V>
    {
        var half = V.Create(0.5f);
        V.Store(m0 + (m1 + m2) * half, taps, 0, V.Count);
        V.Store((m1 - m2) * half, taps, width, V.Count);
        V.Store((m1 + m2) * half + m3, taps, 2 * width, V.Count);
    }
}
