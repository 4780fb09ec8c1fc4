using static DLCompiler.Ops;

namespace DLCompiler.Samples.Words;

/// <summary>A character-level GPT (Radford et al. 2019): 4 blocks, 128 wide. It says of every place of a text which sign
/// comes next.</summary>
[Model]
public sealed partial class WordGpt
{
    /// <summary>The longest text.</summary>
    public const int MaxLength = 48;

    /// <summary>The size of what a place is described by.</summary>
    public const int Width = 128;

    /// <summary>How many blocks there are.</summary>
    public const int Depth = 4;

    internal const int Heads = 4;
    internal const float Deviation = 0.02f;

    [Embedding(Alphabet.Count, Width, Init = Init.Normal, InitValue = Deviation)]
    private partial Tensor Sign(IntTensor text);

    [Parameter(MaxLength, Width, Init = Init.Normal, InitValue = Deviation)]
    private partial Tensor Place { get; }

    [Layer<GptBlock>("Heads", Heads)]
    private partial Tensor Block0(Tensor x);

    [Layer<GptBlock>("Heads", Heads)]
    private partial Tensor Block1(Tensor x);

    [Layer<GptBlock>("Heads", Heads)]
    private partial Tensor Block2(Tensor x);

    [Layer<GptBlock>("Heads", Heads)]
    private partial Tensor Block3(Tensor x);

    [LayerNorm]
    private partial Tensor Last(Tensor x);

    [Linear(Alphabet.Count, Bias = false, Tied = nameof(Sign))]
    private partial Tensor Score(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T")] IntTensor text)
    {
        var x = Sign(text) + Place[..text.Size(1)];
        return Score(Last(Block3(Block2(Block1(Block0(x))))));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", "T")] IntTensor next) => CrossEntropy(logits, next);
}
