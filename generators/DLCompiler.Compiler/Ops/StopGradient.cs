using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>The identity, which no gradient passes. It is gone once gradients are made.</summary>
public sealed record StopGradient : Primitive
{
    public static readonly OpDefinition Definition = new(
        "StopGradient",
        "The identity, which no gradient passes; PyTorch's detach.",
        call => new TensorValue(Build.StopGradient(call.Tensor("x"))))
    {
        Signatures = ["Tensor StopGradient(Tensor x)"],
        Formula = "x",
        ShapeRule = "x: any shape → the same shape",
        Cases = [new("StopGradient(x)", "x: [N, 3]") { Differentiable = false }],
    };

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [null];
}
