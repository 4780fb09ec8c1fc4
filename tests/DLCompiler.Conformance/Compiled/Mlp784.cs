using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Compiled;

/// <summary>The 784-256-128-10 network of <c>mlp.safetensors</c>.</summary>
[Model]
public sealed partial class Mlp784
{
    [Linear(256)]
    private partial Tensor Hidden1(Tensor x);

    [Linear(128)]
    private partial Tensor Hidden2(Tensor x);

    [Linear(10)]
    private partial Tensor Output(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 784)] Tensor image) => Output(Relu(Hidden2(Relu(Hidden1(image)))));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
