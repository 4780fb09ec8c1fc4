using static DLCompiler.Ops;

namespace DLCompiler.Benchmarks;

/// <summary>784 pixels, two hidden layers, ten classes.</summary>
[Block]
public sealed partial class MlpLayers
{
    [Size]
    private partial int Width { get; }

    [Linear("2*Width")]
    private partial Tensor Hidden1(Tensor x);

    [Linear("Width")]
    private partial Tensor Hidden2(Tensor x);

    [Linear(10)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 784)] Tensor image) => Classify(Relu(Hidden2(Relu(Hidden1(image)))));
}

[Model]
public sealed partial class Mlp
{
    [Layer<MlpLayers>("Width", 128)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 784)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class MlpHalf
{
    [Layer<MlpLayers>("Width", 64)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 784)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class MlpWider
{
    [Layer<MlpLayers>("Width", 160)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 784)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class MlpDouble
{
    [Layer<MlpLayers>("Width", 256)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 784)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
