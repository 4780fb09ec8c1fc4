using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x where x > 0, else a trained slope times x.</summary>
public static class Prelu
{
    public static readonly OpDefinition Definition = new(
        "Prelu",
        "A rectifier that lets a trained part of negative values through (He et al. 2015).",
        call => new TensorValue(Of(call.Tensor("x"), call.Tensor("slope"))))
    {
        Signatures = ["Tensor Prelu(Tensor x, Tensor slope)"],
        Formula = "x > 0 ? x : slope · x",
        ShapeRule = "x: [N, C, ...], slope: [1], or [C] for one a channel (axis 1) → [N, C, ...]",
        Cases =
        [
            new("Prelu(x, slope)", "x: [N, 3]; slope: [1]"),
            new("Prelu(x, slope)", "x: [N, 3, 5]; slope: [3]"),
            new("Prelu(x, slope)", "x: [N, 3]; slope: [4]") { Fails = "DLC1001" },
            new("Prelu(x, slope)", "x: [N, 3]; slope: [N, 3]") { Fails = "DLC1006" },
        ],
    };

    /// <exception cref="ShapeException">The slopes are not one, nor one a channel.</exception>
    internal static Node Of(Node x, Node slope)
    {
        if (slope.Rank != 1)
            throw new ShapeException("DLC1006", $"Prelu takes slopes of rank 1, not {slope.Shape}", "slope");
        var aligned = slope.Shape[0] == Dim.One ? slope : Channels.Align("Prelu", slope, x, "slope");
        return Where(Greater(x, Number(0)), x, x * aligned);
    }
}
