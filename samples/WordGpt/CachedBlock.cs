using static DLCompiler.Ops;

namespace DLCompiler.Samples.Words;

/// <summary>
/// The layers of <see cref="GptBlock"/> for one more place of each text: keys and values of the places before come in, and
/// those of the new place go out.
/// </summary>
[Block]
public sealed partial class CachedBlock
{
    [Size]
    private partial int Heads { get; }

    [LayerNorm]
    private partial Tensor BeforeAttention(Tensor x);

    [Linear("3*C")]
    private partial Tensor QueryKeyValue(Tensor x);

    [Linear("C")]
    private partial Tensor Join(Tensor x);

    [LayerNorm]
    private partial Tensor BeforeMlp(Tensor x);

    [Linear("4*C")]
    private partial Tensor Widen(Tensor x);

    [Linear("C")]
    private partial Tensor Narrow(Tensor x);

    /// <summary>Keys know their place, so the new one may stand in front: then a length says which of the cache are there.</summary>
    [Forward]
    private (Tensor X, Tensor Key, Tensor Value) Forward(
        [Shape("N", "C")] Tensor x, [Shape("N", "M", "C")] Tensor keys, [Shape("N", "M", "C")] Tensor values,
        [Shape("N")] IntTensor seen)
    {
        var parts = Split(QueryKeyValue(BeforeAttention(x)), parts: 3, axis: -1);
        var attended = ScaledDotProductAttention(
            Reshape(parts[0], "N", Heads, 1, -1), WithNew(parts[1], keys), WithNew(parts[2], values), lengths: seen);
        x += Join(Reshape(attended, "N", "C"));
        return (x + Narrow(Gelu(Widen(BeforeMlp(x)))), parts[1], parts[2]);
    }

    private Tensor WithNew(Tensor one, Tensor cache) =>
        Permute(Reshape(Concat([Unsqueeze(one, 1), cache], axis: 1), "N", "M+1", Heads, -1), 0, 2, 1, 3);
}
