using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Compiled;

/// <summary>A batch norm on batches of any size.</summary>
[Model]
public sealed partial class SmallBatchNorm
{
    [BatchNorm]
    private partial Tensor Normal(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 3)] Tensor x) => Normal(x);

    [Loss]
    private static Tensor Loss(Tensor y) => Mean(Square(y));
}
