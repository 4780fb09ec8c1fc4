using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Compiled;

/// <summary>A residual block with a batch norm: each instance has running statistics of its own.</summary>
[Block]
public sealed partial class NormalizedBlock
{
    [Linear("D")]
    private partial Tensor Hidden(Tensor x);

    [BatchNorm]
    private partial Tensor Normal(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "D")] Tensor x) => x + Relu(Normal(Hidden(x)));
}

/// <summary>Two of them in a row.</summary>
[Model]
public sealed partial class NormalizedBlocks
{
    [Layer<NormalizedBlock>(Repeat = 2)]
    private partial Tensor Blocks(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 5)] Tensor x) => Blocks(x);

    [Loss]
    private static Tensor Loss(Tensor y) => Mean(Square(y));
}
