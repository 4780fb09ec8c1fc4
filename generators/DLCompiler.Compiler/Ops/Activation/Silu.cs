using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x · σ(x).</summary>
public sealed record Silu : Activation
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Silu",
        "The sigmoid-weighted linear unit (Elfwing et al. 2017), also called swish.",
        "x · σ(x)",
        x => new Node(new Silu(), x));

    protected override Node Of(Node x) => x * Sigmoid(x);
}
