namespace DLCompiler;

/// <summary>
/// Attention of several heads between projections (Vaswani et al. 2017): queries [..., T, E], keys [..., S, K] and values
/// [..., S, V] → [..., T, E]. The method takes (query), (query, key) or (query, key, value): keys are the queries, and
/// values the keys, where they are not given. It may take two more: a tensor called <c>mask</c>, which broadcasts to [...,
/// H, T, S] and is 0 where a query does not see a key, and an integer tensor [N] of lengths, which says how many keys each
/// sequence has.
/// </summary>
/// <remarks>
/// Parameters, with D = E / H: <c>in_proj_weight</c> [(H + 2·G)·D, E], or where keys or values have another size than
/// queries <c>q_proj_weight</c> [E, E], <c>k_proj_weight</c> [G·D, K] and <c>v_proj_weight</c> [G·D, V]; <c>in_proj_bias</c>
/// [(H + 2·G)·D], <c>out_proj.weight</c> [E, E] and <c>out_proj.bias</c> [E]. PyTorch: <c>nn.MultiheadAttention</c> with
/// <c>batch_first</c>, with its defaults (projections Xavier uniform, the last Kaiming uniform with a = √5, biases 0).
/// </remarks>
/// <param name="heads">H: how many heads, a divisor of E.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class MultiHeadAttentionAttribute(object heads) : Attribute
{
    /// <summary>How many heads: an integer or a symbol expression.</summary>
    public object Heads { get; } = heads;

    /// <summary>
    /// G: how many heads of keys and values, a divisor of the number of heads; each serves as many neighbouring heads of
    /// queries (Ainslie et al. 2023). An integer or a symbol expression; as many as of queries unless set.
    /// </summary>
    public object KeyHeads { get; set; } = 0;

    /// <summary>Whether the projections have biases. True unless set.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Whether query i sees the keys 0 to i only.</summary>
    public bool Causal { get; set; }

    /// <summary>In training, the probability of a weight to be 0. None unless set.</summary>
    public float Dropout { get; set; }
}
