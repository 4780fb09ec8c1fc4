using static DLCompiler.Ops;

namespace DLCompiler.Benchmarks;

/// <summary>An LSTM reads images of 28 × 28 as 28 rows; the state after the last one is classified.</summary>
[Block]
public sealed partial class LstmLayers
{
    [Size]
    private partial int Width { get; }

    [Lstm("Width")]
    private partial (Tensor Output, Tensor Hidden, Tensor Cell) Read(Tensor rows);

    [Linear(10)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 28, 28)] Tensor image) => Classify(Read(image).Output[.., ^1]);
}

[Model]
public sealed partial class LstmReader
{
    [Layer<LstmLayers>("Width", 128)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 28, 28)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class LstmReaderHalf
{
    [Layer<LstmLayers>("Width", 64)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 28, 28)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class LstmReaderWider
{
    [Layer<LstmLayers>("Width", 160)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 28, 28)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class LstmReaderDouble
{
    [Layer<LstmLayers>("Width", 256)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 28, 28)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
