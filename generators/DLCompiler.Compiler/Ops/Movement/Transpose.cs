using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Two axes swapped: a permutation.</summary>
public static class Transpose
{
    public static readonly OpDefinition Definition = new("Transpose", "Swaps the last two axes, or two others.", Define)
    {
        Signatures = ["Tensor Transpose(Tensor x)", "Tensor Transpose(Tensor x, int axis0, int axis1)"],
        ShapeRule = "x: [..., A, B] → [..., B, A]",
        Cases =
        [
            new("Transpose(x)", "x: [N, 3, 5]"),
            new("Transpose(x, 0, -1)", "x: [N, 3, 5]"),
            new("Transpose(x)", "x: [N]") { Fails = "DLC1006" },
            new("Transpose(x, 0, 3)", "x: [N, 3, 5]") { Fails = "DLC1002" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        if (call.Has("axis0"))
            return new TensorValue(Build.Transpose(x, call.Axis("axis0", x.Rank), call.Axis("axis1", x.Rank)));
        return x.Rank >= 2
            ? new TensorValue(Build.Transpose(x))
            : throw new ShapeException(
                "DLC1006", $"Transpose swaps the last two axes, and {x.Shape} has rank {x.Rank}", "x");
    }
}
