using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// softmax(query · keyᵀ · scale + bias) · value for each head of each sequence, and its gradient, without ever holding
/// the scores of more than a block of keys. Results are [N, T, H, E] in memory, as the projection after them reads them.
/// </summary>
/// <remarks>
/// A query that sees no key gets zeros. Every sum has an order that depends on the sizes alone, so the result is the
/// same to the bit for any number of threads.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Attention
{
    // A multiply-add of the microkernel runs several times faster than the elementwise operation that a cost counts.
    private const nint MultiplyAddsPerCost = 8;

    /// <summary>Computes attention.</summary>
    /// <param name="result">Receives [N, T, H, E].</param>
    /// <param name="logSums">
    /// Receives ln Σ exp(score) of each query, [N, H, T], which the gradient needs; null if not wanted.
    /// </param>
    /// <param name="shape">The sizes.</param>
    /// <param name="query">[N, H, T, D].</param>
    /// <param name="key">[N, G, S, D].</param>
    /// <param name="value">[N, G, S, E].</param>
    /// <param name="scores">Scale, masks, dropout.</param>
    public static void Run(
        Floats result, Floats logSums, in AttentionShape shape, in AttentionOperand query, in AttentionOperand key,
        in AttentionOperand value, in AttentionScores scores)
    {
        var inputs = new AttentionInputs(shape, query, key, value, scores);
        var to = AttentionOperand.Dense(result, shape.Queries, shape.Heads, shape.ValueSize);
        if (logSums.IsNull && AttentionRows.Fits(inputs))
        {
            var rows = new AttentionRows(inputs, to);
            Workers.Run(rows, rows.Count, CostOf(shape, rows.Count));
        }
        else
        {
            var forward = new AttentionForward(inputs, to, logSums);
            Workers.Run(forward, forward.Count, CostOf(shape, forward.Count));
        }
    }

    /// <summary>Computes the gradients of attention by its operands.</summary>
    /// <param name="ofQuery">Receives the one by the queries, [N, T, H, D]; null if not wanted.</param>
    /// <param name="ofKey">Receives the one by the keys, [N, S, G, D]; null if not wanted.</param>
    /// <param name="ofValue">Receives the one by the values, [N, S, G, E]; null if not wanted.</param>
    /// <param name="ofBias">Receives the one by the bias, of its shape without gaps; null if not wanted.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="query">[N, H, T, D].</param>
    /// <param name="key">[N, G, S, D].</param>
    /// <param name="value">[N, G, S, E].</param>
    /// <param name="scores">Scale, masks, dropout, as they were.</param>
    /// <param name="result">What attention gave, [N, H, T, E].</param>
    /// <param name="logSums">What it noted, [N, H, T].</param>
    /// <param name="ofResult">The gradient by its result, [N, H, T, E].</param>
    public static void Gradient(
        Floats ofQuery, Floats ofKey, Floats ofValue, Floats ofBias, in AttentionShape shape,
        in AttentionOperand query, in AttentionOperand key, in AttentionOperand value, in AttentionScores scores,
        in AttentionOperand result, Floats logSums, in AttentionOperand ofResult)
    {
        var inputs = new AttentionInputs(shape, query, key, value, scores);
        var gradients = new AttentionGradients(
            result, logSums, ofResult,
            AttentionOperand.Dense(ofQuery, shape.Queries, shape.Heads, shape.Size),
            AttentionOperand.Dense(ofKey, shape.Keys, shape.KeyHeads, shape.Size),
            AttentionOperand.Dense(ofValue, shape.Keys, shape.KeyHeads, shape.ValueSize));
        if (!ofQuery.IsNull || !ofKey.IsNull || !ofValue.IsNull)
        {
            var backward = new AttentionBackward(inputs, gradients);
            Workers.Run(backward, backward.Count, 5 * CostOf(shape, backward.Count) / 2);
        }

        if (!ofBias.IsNull)
        {
            var bias = new AttentionBiasGradient(inputs, gradients, ofBias);
            Workers.Run(bias, bias.Count, CostOf(shape, bias.Count));
        }
    }

    /// <summary>What an item of the forward computation costs.</summary>
    private static nint CostOf(in AttentionShape shape, nint items)
    {
        var multiplyAdds = shape.Batch * shape.Heads * shape.Queries * shape.Keys * (shape.Size + shape.ValueSize);
        return multiplyAdds / MultiplyAddsPerCost / nint.Max(items, 1);
    }
}
