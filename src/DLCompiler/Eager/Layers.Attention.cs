namespace DLCompiler.Runtime;

/// <content>The layer that attends.</content>
public static partial class Layers
{
    /// <summary>See <see cref="MultiHeadAttentionAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="query">[..., T, E].</param>
    /// <param name="key">[..., S, K]; null for the queries.</param>
    /// <param name="value">[..., S, V]; null for the keys.</param>
    /// <param name="mask">Broadcasts to [..., H, T, S]; 0 hides a key. Null for none.</param>
    /// <param name="lengths">[N]: how many keys each sequence has; null for all.</param>
    /// <param name="heads">How many heads.</param>
    /// <param name="keyHeads">How many heads of keys; 0 for as many.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="causal">Whether query i sees the keys 0 to i only.</param>
    /// <param name="dropout">In training, the probability of a weight to be 0.</param>
    /// <returns>[..., T, E].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor MultiHeadAttention(
        EagerScope scope,
        string name,
        Tensor query,
        Tensor? key = null,
        Tensor? value = null,
        Tensor? mask = null,
        IntTensor? lengths = null,
        int heads = 1,
        int keyHeads = 0,
        bool bias = true,
        bool causal = false,
        float dropout = 0f)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(query);
        key ??= query;
        value ??= key;
        if (keyHeads == 0) keyHeads = heads;
        int width = query.Rank < 2 ? 0 : query.Size(-1);
        if (width == 0 || heads < 1 || width % heads != 0)
        {
            throw new ArgumentException(
                $"MultiHeadAttention: {ShapeText.Of(query.Dimensions)} has no elements for {heads} equal heads.", nameof(query));
        }

        int keyWidth = keyHeads * (width / heads);
        bool isPacked = key.Size(-1) == width && value.Size(-1) == width;
        var attended = Ops.ScaledDotProductAttention(
            Project(query, "q_proj_weight", 0, width, heads),
            Project(key, "k_proj_weight", width, keyWidth, keyHeads),
            Project(value, "v_proj_weight", width + keyWidth, keyWidth, keyHeads),
            mask, lengths: lengths, causal: causal, dropout: dropout);
        var joined = Ops.Transpose(attended, -3, -2).WithShape(query.Dimensions);
        return Ops.Linear(
            joined, scope.Parameter($"{name}.out_proj.weight"), bias ? scope.Parameter($"{name}.out_proj.bias") : null);

        // [..., T, K] → [..., H, T, D], with a part of what the layer has for all projections.
        Tensor Project(Tensor x, string own, int start, int count, int parts)
        {
            var weight = isPacked
                ? scope.Parameter($"{name}.in_proj_weight")[start..(start + count)]
                : scope.Parameter($"{name}.{own}");
            var projected = Ops.Linear(x, weight, bias ? scope.Parameter($"{name}.in_proj_bias")[start..(start + count)] : null);
            int[] shape = [.. x.Dimensions[..^1], parts, count / parts];
            return Ops.Transpose(projected.WithShape(shape), -3, -2);
        }
    }
}
