using static DLCompiler.Ops;

namespace DLCompiler.Models.Tests.Options;

#pragma warning disable DLC4014 // What is only there for its size is not read.

/// <summary>Requires by a block, by itself, and by what its ops need.</summary>
[Model]
[Require("M <= Longest")]
[Require("T != K")]
public sealed partial class Requiring
{
    private const int Longest = 6;

    [Parameter(1)] private partial Tensor Scale { get; }
    [Layer<Halving>("Parts", 2)] private partial Tensor Halve(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T", "M")] Tensor x) => Scale * AvgPool1d(Halve(x), 3, stride: 1);

    [Loss]
    private static Tensor Loss(Tensor y, [Shape("N", "T/2", "K")] Tensor target) => Mse(y, target);
}

/// <summary>The first part of the middle axis.</summary>
[Block]
[Require("S % Parts == 0")]
public sealed partial class Halving
{
    [Size] private partial int Parts { get; }

    [Forward]
    private Tensor Forward([Shape("B", "S", "C")] Tensor x) => x[.., ..(x.Size(1) / Parts), ..];
}
