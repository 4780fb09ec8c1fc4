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
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        nint width = GemmBlocks.Columns<V>();
        var memory = stackalloc float[(int)(2 * Taps * width) + 32];
        Floats taps = Scratch.Align(memory), windows = taps + Taps * width;
        var result = new ProductResult<E>(_weight, _epilogue, 0, group);
        for (var output = start; output < end; output++)
        {
            for (nint panel = 0; panel < _layout.Panels; panel++)
            {
                var at = sums + (output * _layout.RowOfSums + panel * width);
                Transform<V>(at, taps, width);
                Transform<V>(at + V.Count, taps + V.Count, width);
                var count = nint.Min(width, _layout.Inputs - panel * width);
                Transposition.Run(taps, width, Taps, count, windows, Taps);
                result.Finish<V>(
                    windows, Taps * width, output, 1, panel * width * Taps, count * Taps, first: true, last: true);
            }
        }
    }

    /// <summary>One vector of inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Transform<V>(Floats at, Floats taps, nint width) where V : struct, ISimd<V>
    {
        Column<V>(at, 0, out var a0, out var a1, out var a2);
        Column<V>(at, 1, out var b0, out var b1, out var b2);
        Column<V>(at, 2, out var c0, out var c1, out var c2);
        Column<V>(at, 3, out var d0, out var d1, out var d2);
        Store(a0, b0, c0, d0, taps, width);
        Store(a1, b1, c1, d1, taps + 3 * width, width);
        Store(a2, b2, c2, d2, taps + 6 * width, width);
    }

    /// <summary>The transformation along column j: m0 + (m1 + m2) / 2, (m1 − m2) / 2, (m1 + m2) / 2 + m3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Column<V>(Floats at, nint j, out V x0, out V x1, out V x2) where V : struct, ISimd<V>
    {
        V m0 = Sum<V>(at, j), m1 = Sum<V>(at, 4 + j), m2 = Sum<V>(at, 8 + j), m3 = Sum<V>(at, 12 + j);
        var half = V.Create(0.5f);
        (x0, x1, x2) = (m0 + (m1 + m2) * half, (m1 - m2) * half, (m1 + m2) * half + m3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Sum<V>(Floats at, nint point) where V : struct, ISimd<V>
    {
        at += point * _layout.PointOfSums;
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
