using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// A value [1, ...] that becomes one of <paramref name="Count"/> in memory; those beside it are written at another
/// time. It exists in the steps of lowered loops only.
/// </summary>
/// <param name="Position">The place, which the loop's position decides.</param>
/// <param name="Count">How many there are.</param>
public sealed record Insert(Dim Position, Dim Count) : Primitive
{
    public override string Attributes => $"{Position} of {Count}";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0] with { Shape = inputs[0].Shape.With(0, Count) };
}
