using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x · tanh(softplus(x)).</summary>
public sealed record Mish : Activation
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Mish", "A smooth rectifier (Misra 2019).", "x · tanh(ln(1 + eˣ))", x => new Node(new Mish(), x));

    protected override Node Of(Node x) => x * Tanh(Softplus(x));
}
