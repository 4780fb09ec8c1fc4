using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>A sigmoid of three straight pieces: x/6 + 1/2, from 0 to 1.</summary>
public sealed record HardSigmoid : Activation
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "HardSigmoid",
        "A sigmoid of three straight pieces (Courbariaux et al. 2015, with PyTorch's slope).",
        "min(max(x/6 + 1/2, 0), 1)",
        x => new Node(new HardSigmoid(), x));

    protected override Node Of(Node x) => new(new Clamp(0, 1), (x * (1 / 6.0)) + 0.5);
}
