using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Compiled;

/// <summary>
/// The network that <c>language.safetensors</c> trains: predicts each word of a text from the one before and its place.
/// The output layer's weight is the embedding's table.
/// </summary>
[Model]
public sealed partial class LanguageModel
{
    public const int Words = 11;
    public const int Width = 24;
    public const int MaxLength = 8;

    [Parameter(MaxLength, Width)]
    private partial Tensor Position { get; }

    [Embedding(Words, Width)]
    private partial Tensor Token(IntTensor text);

    [Linear(Width)]
    private partial Tensor Mix(Tensor x);

    [Linear(Words, Bias = false, Tied = nameof(Token))]
    private partial Tensor Score(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T")] IntTensor text)
    {
        var h = Token(text) + Position[..text.Size(1)];
        return Score(h + Tanh(Mix(h)));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", "T")] IntTensor next) => CrossEntropy(logits, next);
}
