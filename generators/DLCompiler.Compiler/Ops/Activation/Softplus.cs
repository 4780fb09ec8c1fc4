using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>ln(1 + eˣ), without overflow.</summary>
public sealed record Softplus : Activation, IDifferentiable
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Softplus", "A smooth rectifier, without overflow.", "ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|)", Build.Softplus);

    protected override Node Of(Node x) => Maximum(x, Number(0)) + Log1p(Exp(-Abs(x)));

    public IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [gradient * Sigmoid(node.Inputs[0])];
}
