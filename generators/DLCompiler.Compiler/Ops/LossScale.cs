using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The number by which a step multiplies the gradient of its loss, so that gradients which are stored in 16 bits do not vanish:
/// the optimizer divides by it. It is in memory, and changes from step to step.
/// </summary>
public sealed record LossScale : Leaf
{
    public override bool IsInMemory => true;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => TensorType.Float(Shape.Scalar);
}
