using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Each element several times along every axis after the channels: broadcasts.</summary>
public static class Upsample
{
    public static readonly OpDefinition Definition = new(
        "Upsample", "The nearest element, at a multiple of the resolution.", Define)
    {
        Signatures = ["Tensor Upsample(Tensor x, int scale)"],
        Formula = "y[n, c, i, ...] = x[n, c, ⌊i / scale⌋, ...]",
        ShapeRule = "x: [N, C, L, ...] → [N, C, scale·L, ...]",
        Cases =
        [
            new("Upsample(x, 2)", "x: [N, 2, 3, 4]"),
            new("Upsample(x, scale: 3)", "x: [N, 2, 3]"),
            new("Upsample(x, 2)", "x: [N, 2]") { Fails = "DLC1006" },
            new("Upsample(x, 0)", "x: [N, 2, 3]") { Fails = "DLC1012" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        if (x.Rank < 3) throw new ShapeException("DLC1006", $"Upsample takes [N, C, L, ...], not {x.Shape}", "x");
        int scale = call.Integer("scale");
        if (scale < 1) throw new ShapeException("DLC1012", $"the scale must be at least 1, not {scale}", "scale");
        var dims = x.Shape.Dims;
        var apart = dims.SelectMany((d, axis) => axis < 2 ? [d] : new[] { d, Dim.One });
        var repeated = dims.SelectMany((d, axis) => axis < 2 ? [d] : new[] { d, scale });
        var grown = Shape.Of(dims.Select((d, axis) => axis < 2 ? d : d * scale));
        return new TensorValue(Reshape(BroadcastTo(Reshape(x, Shape.Of(apart)), Shape.Of(repeated)), grown));
    }
}
