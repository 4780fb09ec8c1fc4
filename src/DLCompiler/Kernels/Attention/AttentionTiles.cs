using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Sums over tiles of the microkernel, and the sums that the gradient of a softmax needs.</summary>
internal static class AttentionTiles
{
    /// <summary>Sets floats to 0.</summary>
    public static unsafe void Clear(Floats memory, nint count) => new Span<float>(memory.Pointer, (int)count).Clear();

    /// <summary>Adds a tile to sums whose rows are <paramref name="stride"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<V>(Floats tile, Floats sums, nint stride) where V : struct, ISimd<V>
    {
        for (nint row = 0; row < GemmBlocks.Rows<V>(); row++, sums += stride)
        {
            for (nint i = 0; i < GemmBlocks.Columns<V>(); i += V.Count, tile += V.Count)
                V.Store(V.Load(sums, i, V.Count) + V.Load(tile, 0, V.Count), sums, i, V.Count);
        }
    }

    /// <summary>Adds the sum over the queries of a panel to each key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSums<V>(Floats panel, Floats sums, nint keys) where V : struct, ISimd<V>
    {
        for (nint key = 0; key < keys; key++, panel += GemmBlocks.Columns<V>())
            sums[key] += V.Sum(V.Load(panel, 0, V.Count) + V.Load(panel, V.Count, V.Count));
    }

    /// <summary>dO · O of each query of a head: what the softmax's gradient takes off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Deltas<V>(
        in AttentionShape shape, in AttentionGradients gradients, nint batch, nint head, Floats deltas)
        where V : struct, ISimd<V>
    {
        var (result, gradient) = (gradients.Result.At(batch, head), gradients.OfResult.At(batch, head));
        for (nint query = 0; query < shape.Queries; query++)
        {
            V sums = default;
            for (nint i = 0; i < shape.ValueSize; i += V.Count)
            {
                var lanes = nint.Min(shape.ValueSize - i, V.Count);
                sums = V.Fma(V.Load(result, i, lanes), V.Load(gradient, i, lanes), sums);
            }

            deltas[query] = V.Sum(sums);
            (result, gradient) = (result + gradients.Result.Row, gradient + gradients.OfResult.Row);
        }
    }
}
