using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>A function of each element that is composed of others.</summary>
public abstract record Activation : Composite
{
    public sealed override Node Decompose(IReadOnlyList<Node> inputs) => Of(inputs[0]);

    /// <summary>The function.</summary>
    protected abstract Node Of(Node x);

    protected sealed override TensorType InferComposite(IReadOnlyList<TensorType> inputs) =>
        inputs[0].DType == DType.Float32
            ? inputs[0]
            : throw ShapeException.OfIntegers(Name, inputs[0]);
}
