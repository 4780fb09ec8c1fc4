using DLCompiler.Runtime;

namespace DLCompiler;

/// <content>Attention.</content>
public static partial class Ops
{
    /// <summary>
    /// softmax(query · keyᵀ · scale + bias) · value for each head (Vaswani et al. 2017). A key that is left out counts as
    /// if it were not there, whatever it holds; a query that no key is left for gets zeros. PyTorch:
    /// <c>scaled_dot_product_attention</c>.
    /// </summary>
    /// <param name="query">[..., H, T, D], or [N, T, D] or [T, D] for one head.</param>
    /// <param name="key">[..., G, S, D]; G divides H, and each head of keys serves H / G neighbouring heads.</param>
    /// <param name="value">[..., G, S, E].</param>
    /// <param name="mask">Broadcasts to [..., H, T, S]; where it is 0, the query does not see the key. Null for none.</param>
    /// <param name="bias">
    /// Broadcasts to [..., H, T, S], and is added to the scaled scores; −∞ leaves a key out. Null for none.
    /// </param>
    /// <param name="lengths">
    /// [N]: how many keys each sequence has, from 0 to S; those behind are left out. Null for all.
    /// </param>
    /// <param name="causal">Whether query i sees the keys up to i + offset only.</param>
    /// <param name="offset">How many keys are before the first query's own, as in a cache.</param>
    /// <param name="scale">The factor of the scores; null for 1 / √D.</param>
    /// <param name="dropout">In training, the probability of a weight to be 0; the others are scaled up.</param>
    /// <returns>[..., H, T, E].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not at least 0 and below 1.</exception>
    /// <exception cref="InvalidOperationException">With dropout, no model's eager run is under way.</exception>
    public static Tensor ScaledDotProductAttention(
        Tensor query,
        Tensor key,
        Tensor value,
        Tensor? mask = null,
        Tensor? bias = null,
        IntTensor? lengths = null,
        bool causal = false,
        int offset = 0,
        float? scale = null,
        float dropout = 0f)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (dropout is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(dropout), dropout, "Attention: the probability must be at least 0 and below 1.");
        }

        var run = dropout > 0 ? EagerRun.Require(nameof(ScaledDotProductAttention)) : null;
        ulong stream = run?.NextRandomKey() ?? 0;
        double kept = run?.Mode == Mode.Training ? 1 - (double)dropout : 1;
        var heads = new AttentionHeads(query, key, value, lengths);
        var biases = bias is null ? null : heads.Broadcast(bias, nameof(bias));
        var masks = mask is null ? null : heads.Broadcast(mask, nameof(mask));
        double factor = scale ?? 1 / Math.Sqrt(heads.Size);
        double[] result = new double[heads.Batch * heads.Heads * heads.Queries * heads.ValueSize];
        double[] weights = new double[heads.Keys];
        for (int row = 0; row < heads.Batch * heads.Heads * heads.Queries; row++)
        {
            int query0 = row % heads.Queries, end = heads.KeysOf(row);
            if (causal) end = Math.Clamp(query0 + offset + 1, 0, end);
            Weigh(row, end);
            var to = result.AsSpan(row * heads.ValueSize, heads.ValueSize);
            for (int j = 0; j < end; j++)
            {
                if (IsHidden(row, j)) continue;
                double weight = weights[j];
                if (kept < 1)
                {
                    int index = (((row / heads.Queries * heads.Keys) + j) * heads.Queries) + query0;
                    weight = RandomKey.Uniform(stream, index) < dropout ? 0 : weight / kept;
                }

                for (int e = 0; e < to.Length; e++) to[e] += weight * heads.Value(row, j, e);
            }
        }

        return Tensor.Result(result, heads.ResultShape);

        bool IsHidden(int row, int j) =>
            (masks is not null && masks.Values[(row * heads.Keys) + j] == 0)
            || (biases is not null && double.IsNegativeInfinity(biases.Values[(row * heads.Keys) + j]));

        // The softmax over the keys that are left.
        void Weigh(int row, int end)
        {
            double greatest = double.NegativeInfinity, sum = 0;
            for (int j = 0; j < end; j++)
            {
                if (IsHidden(row, j)) continue;
                weights[j] = heads.Score(row, j) * factor;
                if (biases is not null) weights[j] += biases.Values[(row * heads.Keys) + j];
                greatest = Math.Max(greatest, weights[j]);
            }

            for (int j = 0; j < end; j++)
            {
                if (!IsHidden(row, j)) sum += weights[j] = Math.Exp(weights[j] - greatest);
            }

            for (int j = 0; j < end; j++) weights[j] /= sum;
        }
    }
}
