using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Compiled;

/// <summary>The network that <c>training.safetensors</c> trains: smooth, so that rounding stays rounding over 200
/// steps.</summary>
[Model]
public sealed partial class SmallMlp
{
    [Linear(24)]
    private partial Tensor Hidden1(Tensor x);

    [Linear(12)]
    private partial Tensor Hidden2(Tensor x);

    [Linear(5)]
    private partial Tensor Output(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 16)] Tensor x) => Output(Gelu(Hidden2(Tanh(Hidden1(x)))));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
