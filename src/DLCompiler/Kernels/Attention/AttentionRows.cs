using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Attention of a few queries, as when text is generated: one row of scores at a time, from keys and values where they
/// are, as packing them would cost more. The items are queries.
/// </summary>
internal readonly struct AttentionRows(in AttentionInputs inputs, AttentionOperand result) : IKernel
{
    private const nint FewQueries = 4;

    private readonly AttentionInputs _inputs = inputs;

    public nint Count => _inputs.Shape.Batch * _inputs.Shape.Heads * _inputs.Shape.Queries;

    /// <summary>Whether this is the way to compute a call that wants no gradient.</summary>
    public static bool Fits(in AttentionInputs inputs) =>
        inputs.Shape.Queries <= FewQueries && inputs.Scores.Bias.IsNull && inputs.Scores.Dropout == 0;

    [SkipLocalsInit]
    public unsafe void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        var shape = _inputs.Shape;
        var width = 4 * V.Count;
        var memory = stackalloc float[(int)width + 16];
        var tile = Scratch.Align(memory);
        var scores = Scratch.Take(shape.Keys + 4);
        for (var item = start; item < end; item++)
        {
            var (query, head) = (item % shape.Queries, item / shape.Queries % shape.Heads);
            var (batch, keyHead) = (item / shape.Queries / shape.Heads, head / _inputs.Group);
            var keys = new AttentionHead(_inputs, batch, head).VisibleKeys(query + 1);
            var (row, key) = (_inputs.Query.At(batch, head) + query * _inputs.Query.Row, _inputs.Key.At(batch, keyHead));
            for (nint k = 0; k < keys; k += 4)
                DirectLoops.FourDots<V>(row, key + k * _inputs.Key.Row, _inputs.Key.Row, keys - k, shape.Size, scores + k);

            var sum = Weigh<V>(scores, keys);
            var factor = V.Create(sum == 0 ? 0 : 1 / sum);
            var value = _inputs.Value.At(batch, keyHead);
            var to = result.At(batch, head) + query * result.Row;
            for (nint column = 0; column < shape.ValueSize; column += width)
            {
                var columns = nint.Min(width, shape.ValueSize - column);
                DirectLoops.OneRow<V>(scores, 1, value + column, _inputs.Value.Row, keys, columns, tile);
                for (nint i = 0; i < columns; i += V.Count)
                    V.Store(V.Load(tile, i, V.Count) * factor, to, column + i, nint.Min(columns - i, V.Count));
            }
        }
    }

    /// <summary>Turns the scores, unscaled, into exponentials relative to the greatest.</summary>
    /// <returns>Their sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Weigh<V>(Floats scores, nint count) where V : struct, ISimd<V>
    {
        var scale = V.Create(_inputs.Scores.Scale);
        var maxima = V.Create(float.NegativeInfinity);
        for (nint i = 0; i < count; i += V.Count)
        {
            var lanes = nint.Min(count - i, V.Count);
            var score = V.Load(scores, i, lanes) * scale;
            V.Store(score, scores, i, lanes);
            maxima = V.Maximum(maxima, V.Keep(score, lanes, float.NegativeInfinity));
        }

        var greatest = V.Create(V.Max(maxima));
        V sums = default;
        for (nint i = 0; i < count; i += V.Count)
        {
            var lanes = nint.Min(count - i, V.Count);
            var weight = V.Exp(V.Load(scores, i, lanes) - greatest);
            V.Store(weight, scores, i, lanes);
            sums += V.Keep(weight, lanes, 0);
        }

        return V.Sum(sums);
    }
}
