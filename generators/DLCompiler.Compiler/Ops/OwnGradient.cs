using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>A function with the gradient that the user wrote for it.</summary>
/// <param name="Function">What the function is called.</param>
/// <param name="Value">The function: one result.</param>
/// <param name="Backward">
/// From the function's inputs, its result and the gradient by the result, the gradient by each input of floats.
/// </param>
public sealed record OwnGradient(string Function, Body Value, Body Backward) : Composite, IDifferentiable
{
    public override string Name => Function;

    public override Node Decompose(IReadOnlyList<Node> inputs) => Value.Apply(inputs)[0];

    public IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        var gradients = new Queue<Node>(Backward.Apply([.. node.Inputs, node, gradient]));
        return [.. node.Inputs.Select(i => i.Type.DType == DType.Float32 ? gradients.Dequeue() : null)];
    }

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => Value.Results[0].Type;
}
