using static DLCompiler.Ops;

namespace DLCompiler.Samples;

/// <summary>Tells ten kinds of clothing apart in 28×28 grey images (Fashion-MNIST): 784-256-128-10.</summary>
[Model]
public sealed partial class FashionClassifier
{
    [Linear(256)]
    private partial Tensor Hidden1(Tensor x);

    [Linear(128)]
    private partial Tensor Hidden2(Tensor x);

    [Linear(10)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 28, 28)] Tensor image) =>
        Classify(Relu(Hidden2(Relu(Hidden1(Flatten(image))))));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
