using static DLCompiler.Ops;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Texts of any length to a class.</summary>
[Model]
public sealed partial class LimitText
{
    [Embedding(10, 4)]
    private partial Tensor Token(IntTensor text);

    [Lstm(5)]
    private partial Tensor Read(Tensor x);

    [Linear(3)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T")] IntTensor text) => Classify(Mean(Read(Token(text)), 1));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

/// <summary>Images of any size, at least as large as the kernel, to a class.</summary>
[Model]
public sealed partial class LimitImage
{
    [Conv2d(4, Kernel = 5)]
    private partial Tensor Look(Tensor image);

    [BatchNorm]
    private partial Tensor Normalize(Tensor x);

    [Linear(3)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 1, "H", "W")] Tensor image) =>
        Classify(GlobalAvgPool(Relu(Normalize(Look(image)))));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
