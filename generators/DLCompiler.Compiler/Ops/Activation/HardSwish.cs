using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>x · hard sigmoid of x.</summary>
public sealed record HardSwish : Activation
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "HardSwish",
        "Silu with the hard sigmoid (Howard et al. 2019).",
        "x · min(max(x/6 + 1/2, 0), 1)",
        x => new Node(new HardSwish(), x));

    protected override Node Of(Node x) => x * new Node(new HardSigmoid(), x);
}
