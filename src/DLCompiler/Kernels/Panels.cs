using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Packs an operand into panels, the order in which the microkernel reads it: for each k the panel's <c>width</c>
/// rows of A, or columns of B, side by side; rows or columns beyond the operand's edge are zeros.
/// </summary>
/// <param name="source">Element 0 of row or column 0, at the first k.</param>
/// <param name="across">The stride from a row (of A) or column (of B) to the next.</param>
/// <param name="along">The stride from a k to the next.</param>
/// <param name="extent">How many rows or columns there are.</param>
/// <param name="depth">How many k.</param>
/// <param name="width">Rows or columns of a panel.</param>
/// <param name="target">The first panel.</param>
/// <param name="whole">
/// How many k the panels have in whole, where these are a part of them that begins at <paramref name="target"/>; 0
/// where they are all.
/// </param>
internal readonly unsafe struct Panels(
    Floats source, nint across, nint along, nint extent, nint depth, nint width, Floats target, nint whole = 0) : IKernel
{
    /// <summary>Room behind a panel, as copying it by whole vectors writes beyond its end.</summary>
    private const nint Slack = 16;

    /// <summary>Transposition goes by this many k, so that the panel's lines stay in the first-level cache.</summary>
    private const nint TransposedDepth = 64;

    /// <summary>Rows or columns of a panel.</summary>
    public nint Width => width;

    /// <summary>The floats of a panel.</summary>
    public nint Size => depth * width;

    /// <summary>How many panels.</summary>
    public nint Count => Blocks.Ceiling(extent, width);

    /// <summary>Where a panel begins.</summary>
    public Floats this[nint panel] => target + panel * Distance;

    /// <summary>From a panel to the next.</summary>
    public nint Distance => Stride(whole == 0 ? depth : whole, width);

    /// <summary>Some of the panels, and of k, packed elsewhere.</summary>
    public Panels Block(nint first, nint count, nint k, nint depthOfBlock, Floats to) => new(
        source + (first * width * across + k * along), across, along, nint.Min(count * width, extent - first * width), depthOfBlock,
        width, to);

    /// <summary>The same, packed elsewhere.</summary>
    public Panels To(Floats other) => new(source, across, along, extent, depth, width, other);

    /// <summary>How many floats the panels take.</summary>
    public static nint Elements(nint extent, nint depth, nint width) =>
        Blocks.Ceiling(extent, width) * Stride(depth, width);

    private static nint Stride(nint depth, nint width) => Blocks.RoundUp(depth * width + Slack, Slack);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (var panel = start; panel < end; panel++)
        {
            var first = panel * width;
            var from = source + first * across;
            var rest = extent - first;
            if (across == 1 && rest >= Blocks.RoundUp(width, V.Count)) Copy<V>(from, this[panel]);
            else PackPart<V>(from, this[panel], nint.Min(rest, width));
        }
    }

    private void PackPart<V>(Floats from, Floats to, nint existing) where V : struct, ISimd<V>
    {
        if (existing < width) new Span<float>(to.Pointer, (int)(depth * width)).Clear();
        if (along == 1) Transpose<V>(from, to, existing);
        else Gather(from, to, existing);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Copy<V>(Floats from, Floats to) where V : struct, ISimd<V>
    {
        // Copies: what is stored might be the fields, as far as the JIT can tell.
        var (step, row, count) = (along, width, depth);
        if (row <= V.Count)
        {
            for (; count > 3; count -= 4, from += 4 * step, to += 4 * row)
            {
                V k0 = V.Load(from, 0, V.Count), k1 = V.Load(from, step, V.Count);
                V k2 = V.Load(from, 2 * step, V.Count), k3 = V.Load(from, 3 * step, V.Count);
                V.Store(k0, to, 0, V.Count);
                V.Store(k1, to, row, V.Count);
                V.Store(k2, to, 2 * row, V.Count);
                V.Store(k3, to, 3 * row, V.Count);
            }
        }

        for (; count > 0; count--, from += step, to += row)
        {
            for (nint i = 0; i < row; i += V.Count) V.Store(V.Load(from, i, V.Count), to, i, V.Count);
        }
    }

    private void Transpose<V>(Floats from, Floats to, nint existing) where V : struct, ISimd<V>
    {
        for (nint k = 0; k < depth; k += TransposedDepth)
        {
            var part = nint.Min(TransposedDepth, depth - k);
            Transposition.Run<V>(from + k, across, existing, part, to + k * width, width);
        }
    }

    /// <summary>Packs the first rows or columns one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(Floats from, Floats to, nint existing)
    {
        for (nint k = 0; k < depth; k++)
        {
            for (nint i = 0; i < existing; i++) to[k * width + i] = from[i * across + k * along];
        }
    }
}
