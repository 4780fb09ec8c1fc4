using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Channels that become pixels: a permutation.</summary>
public static class PixelShuffle
{
    public static readonly OpDefinition Definition = new(
        "PixelShuffle", "Channels that become pixels of a finer image (Shi et al. 2016).", Define)
    {
        Signatures = ["Tensor PixelShuffle(Tensor x, int factor)"],
        Formula = "y[n, c, i, j] = x[n, c·r² + (i mod r)·r + (j mod r), ⌊i/r⌋, ⌊j/r⌋], r the factor",
        ShapeRule = "x: [N, C·r², H, W] → [N, C, H·r, W·r]",
        Cases =
        [
            new("PixelShuffle(x, 2)", "x: [N, 8, 2, 3]"),
            new("PixelShuffle(x, 2)", "x: [N, 6, 2, 3]") { Fails = "DLC1007" },
            new("PixelShuffle(x, 2)", "x: [N, 8, 2]") { Fails = "DLC1006" },
            new("PixelShuffle(x, 0)", "x: [N, 8, 2, 3]") { Fails = "DLC1012" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        if (x.Rank != 4) throw new ShapeException("DLC1006", $"PixelShuffle takes [N, C, H, W], not {x.Shape}", "x");
        int factor = call.Integer("factor");
        if (factor < 1) throw new ShapeException("DLC1012", $"the factor must be at least 1, not {factor}", "factor");
        Dim area = (long)factor * factor, channels = Dim.FloorDiv(x.Shape[1], area);
        Constraints.Require(
            channels * area,
            x.Shape[1],
            "DLC1007",
            () => $"PixelShuffle needs channels in multiples of {area}, and {x.Shape} has {x.Shape[1]}",
            "x");
        Dim n = x.Shape[0], h = x.Shape[2], w = x.Shape[3];
        var apart = Reshape(x, Shape.Of(n, channels, factor, factor, h, w));
        return new TensorValue(Reshape(Permute(apart, [0, 1, 4, 2, 5, 3]), Shape.Of(n, channels, h * factor, w * factor)));
    }
}
