using static DLCompiler.Ops;

namespace DLCompiler.Samples.Words;

/// <summary>
/// <see cref="WordGpt"/> with the same weights, for writing: reads one sign of each text, and what it noted of the signs
/// before. The cache goes in and out, so it is the caller's: to keep, to copy, to drop.
/// </summary>
[Model(Training = false)]
public sealed partial class WordGptStep
{
    [Embedding(Alphabet.Count, WordGpt.Width)]
    private partial Tensor Sign(IntTensor sign);

    [Parameter(WordGpt.MaxLength, WordGpt.Width)]
    private partial Tensor Place { get; }

    [Layer<CachedBlock>("Heads", WordGpt.Heads)]
    private partial (Tensor X, Tensor Key, Tensor Value) Block0(Tensor x, Tensor keys, Tensor values, IntTensor seen);

    [Layer<CachedBlock>("Heads", WordGpt.Heads)]
    private partial (Tensor X, Tensor Key, Tensor Value) Block1(Tensor x, Tensor keys, Tensor values, IntTensor seen);

    [Layer<CachedBlock>("Heads", WordGpt.Heads)]
    private partial (Tensor X, Tensor Key, Tensor Value) Block2(Tensor x, Tensor keys, Tensor values, IntTensor seen);

    [Layer<CachedBlock>("Heads", WordGpt.Heads)]
    private partial (Tensor X, Tensor Key, Tensor Value) Block3(Tensor x, Tensor keys, Tensor values, IntTensor seen);

    [LayerNorm]
    private partial Tensor Last(Tensor x);

    [Linear(Alphabet.Count, Bias = false, Tied = nameof(Sign))]
    private partial Tensor Score(Tensor x);

    /// <param name="sign">The next sign of each text.</param>
    /// <param name="place">Where in its text it is, from 0.</param>
    /// <param name="seen">How many signs that makes.</param>
    /// <param name="keys">By block, the keys of the signs before; room for more is not read.</param>
    /// <param name="values">Likewise the values.</param>
    [Forward]
    private (Tensor Logits, Tensor NewKeys, Tensor NewValues) Forward(
        [Shape("N")] IntTensor sign, [Shape("N")] IntTensor place, [Shape("N")] IntTensor seen,
        [Shape(WordGpt.Depth, "N", "M", WordGpt.Width)] Tensor keys,
        [Shape(WordGpt.Depth, "N", "M", WordGpt.Width)] Tensor values)
    {
        var x = Sign(sign) + Gather(Place, place);
        var (x0, key0, value0) = Block0(x, keys[0], values[0], seen);
        var (x1, key1, value1) = Block1(x0, keys[1], values[1], seen);
        var (x2, key2, value2) = Block2(x1, keys[2], values[2], seen);
        var (x3, key3, value3) = Block3(x2, keys[3], values[3], seen);
        return (Score(Last(x3)), Stack([key0, key1, key2, key3], 0), Stack([value0, value1, value2, value3], 0));
    }
}
