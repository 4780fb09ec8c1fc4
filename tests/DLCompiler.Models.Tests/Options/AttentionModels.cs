using static DLCompiler.Ops;

namespace DLCompiler.Models.Tests.Options;

/// <summary>A block of a transformer's decoder, whose sizes its use states.</summary>
[Block]
public partial class DecoderBlock
{
    [Size]
    private partial int Heads { get; }

    [Size]
    private partial int Groups { get; }

    [RmsNorm]
    private partial Tensor Before(Tensor x);

    [MultiHeadAttention("Heads", KeyHeads = "Groups", Causal = true, Dropout = 0.25f)]
    private partial Tensor Attend(Tensor x, IntTensor lengths);

    [MultiHeadAttention("Heads", Bias = false)]
    private partial Tensor Consult(Tensor x, Tensor memory, Tensor mask);

    [Forward]
    private Tensor Forward(
        [Shape("N", "T", "C")] Tensor x, [Shape("N")] IntTensor lengths, [Shape("N", "S", "M")] Tensor memory,
        [Shape("N", "S")] Tensor seen)
    {
        x += Attend(Before(x), lengths);
        return x + Consult(x, memory, Unsqueeze(Unsqueeze(seen, 1), 1));
    }
}

/// <summary>Two of them, and the mean square of the places that count.</summary>
[Model]
public partial class Decoder
{
    [Layer<DecoderBlock>("Heads", 4, "Groups", 2, Repeat = 2)]
    private partial Tensor Blocks(Tensor x, IntTensor lengths, Tensor memory, Tensor seen);

    [Forward]
    private Tensor Forward(
        [Shape("N", "T", 16)] Tensor x, [Shape("N")] IntTensor lengths, [Shape("N", "S", 6)] Tensor memory,
        [Shape("N", "S")] Tensor seen) => Blocks(x, lengths, memory, seen);

    [Loss]
    private static Tensor Loss(Tensor y, [Shape("N", "T", 16)] Tensor weight) => Sum(Where(weight, y * weight, 0));
}
