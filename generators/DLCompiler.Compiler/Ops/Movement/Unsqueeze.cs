using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>A new axis of size 1: a reshape.</summary>
public static class Unsqueeze
{
    public static readonly OpDefinition Definition = new("Unsqueeze", "A new axis of size 1.", Define)
    {
        Signatures = ["Tensor Unsqueeze(Tensor x, int axis)"],
        ShapeRule = "x: [A, B], axis: 1 → [A, 1, B]",
        Cases =
        [
            new("Unsqueeze(x, axis: 1)", "x: [N, 3]"),
            new("Unsqueeze(x, axis: -1)", "x: [N, 3]"),
            new("Unsqueeze(x, axis: 3)", "x: [N, 3]") { Fails = "DLC1002" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        return new TensorValue(Build.Unsqueeze(x, call.Axis("axis", x.Rank + 1)));
    }
}
