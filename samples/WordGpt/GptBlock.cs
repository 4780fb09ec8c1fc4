using static DLCompiler.Ops;

namespace DLCompiler.Samples.Words;

/// <summary>A block of a transformer in GPT-2's form: norms first, causal attention, an MLP four times as wide.</summary>
[Block]
public sealed partial class GptBlock
{
    private const float Dropped = 0.1f;

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

    [Forward]
    private Tensor Forward([Shape("N", "T", "C")] Tensor x)
    {
        var parts = Split(QueryKeyValue(BeforeAttention(x)), parts: 3, axis: -1);
        var attended = ScaledDotProductAttention(ByHead(parts[0]), ByHead(parts[1]), ByHead(parts[2]), causal: true);
        x += Dropout(Join(Reshape(Permute(attended, 0, 2, 1, 3), "N", "T", "C")), Dropped);
        return x + Dropout(Narrow(Gelu(Widen(BeforeMlp(x)))), Dropped);
    }

    private Tensor ByHead(Tensor x) => Permute(Reshape(x, "N", "T", Heads, -1), 0, 2, 1, 3);
}
