using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Which keys a query sees, what becomes of the scores before the softmax, and of the weights after.</summary>
/// <param name="Scale">The factor of query · key.</param>
/// <param name="Bias">
/// What is added to the scaled scores: rows are queries, columns keys; −∞ hides a key. Null for none.
/// </param>
/// <param name="Lengths">How many keys each sequence has; the ones beyond are not read. Null for all.</param>
/// <param name="Causal">Whether query i sees the keys up to i + <paramref name="Offset"/> only.</param>
/// <param name="Offset">How many keys are before the first query's own.</param>
/// <param name="Dropout">The probability of a weight to be 0; the others are scaled up.</param>
/// <param name="Stream">
/// The key of the random stream: weight (n, h, i, j) takes the number of its index in [N, H, keys, queries].
/// </param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct AttentionScores(
    float Scale, AttentionOperand Bias = default, Ints Lengths = default, bool Causal = false, nint Offset = 0,
    float Dropout = 0, ulong Stream = 0);
