using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Random numbers from 0 up to but not including 1. An element's bits depend on seed, step, stream and its linear
/// index, so two nodes of one stream are equal, and two streams never are.
/// </summary>
public sealed record RandomUniform(int Stream, Shape Shape) : Leaf, IRandom
{
    public override string Attributes => $"stream: {Stream}";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => TensorType.Float(Shape);
}
