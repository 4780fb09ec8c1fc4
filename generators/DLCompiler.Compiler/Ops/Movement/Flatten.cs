using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>All axes from one on become one: a reshape.</summary>
public static class Flatten
{
    public static readonly OpDefinition Definition = new("Flatten", "Makes one axis of all axes from one on.", Define)
    {
        Signatures = ["Tensor Flatten(Tensor x, int startAxis = 1)"],
        ShapeRule = "x: [N, A, B, ...] → [N, A·B·...]",
        Cases =
        [
            new("Flatten(x)", "x: [N, 3, 5]"),
            new("Flatten(x, startAxis: 0)", "x: [N, 3]"),
            new("Flatten(x, startAxis: 2)", "x: [N, 3]") { Fails = "DLC1002" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        int start = call.Axis("startAxis", x.Rank);
        var flat = Dim.Product(x.Shape.Dims.Skip(start));
        return new TensorValue(Build.Reshape(x, Shape.Of(x.Shape.Dims.Take(start).Append(flat))));
    }
}
