using static DLCompiler.Ops;

namespace DLCompiler.Testing.Tests;

[Model]
public partial class Digits
{
    [Linear(8)] private partial Tensor Hidden(Tensor x);
    [Linear(3)] private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 6)] Tensor image) => Classify(Relu(Hidden(image)));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
