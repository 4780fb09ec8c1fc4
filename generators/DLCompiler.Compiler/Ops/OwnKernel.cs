using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>An op that the user wrote as a method over spans.</summary>
/// <param name="Kernel">What it is called.</param>
/// <param name="Bridge">The generated method that takes pointers, by its full name.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Passed">What the method is passed.</param>
public sealed record OwnKernel(string Kernel, string Bridge, TensorType Type, EquatableArray<CallArgument> Passed)
    : LibraryCall, IForwardOnly
{
    public override string Name => Kernel;

    public override string Routine => Bridge;

    public override IReadOnlyList<CallArgument> Arguments(Node node) => Passed;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Type;

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [.. node.Inputs.Select(_ => (Node?)null)];
}
