using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Drops an axis of size 1: a reshape.</summary>
public static class Squeeze
{
    public static readonly OpDefinition Definition = new("Squeeze", "Drops an axis of size 1.", Define)
    {
        Signatures = ["Tensor Squeeze(Tensor x, int axis)"],
        ShapeRule = "x: [A, 1, B], axis: 1 → [A, B]",
        Cases =
        [
            new("Squeeze(x, axis: -1)", "x: [N, 3, 1]"),
            new("Squeeze(x, axis: 1)", "x: [N, 3, 1]") { Fails = "DLC1003" },
            new("Squeeze(x, axis: 3)", "x: [N, 3, 1]") { Fails = "DLC1002" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        int axis = call.Axis("axis", x.Rank);
        string Message() => $"Squeeze drops an axis of size 1, and axis {axis} of {x.Shape} has size {x.Shape[axis]}";
        Constraints.Require(x.Shape[axis], Dim.One, "DLC1003", Message, "axis");
        return new TensorValue(Build.DropAxes(x, [axis]));
    }
}
