using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>Tensors of one shape along a new axis: reshapes and a concatenation.</summary>
public static class Stack
{
    public static readonly OpDefinition Definition = new(
        "Stack", "Joins tensors of one shape along a new axis.", Define)
    {
        Signatures = ["Tensor Stack(Tensor[] tensors, int axis)"],
        ShapeRule = "tensors: k of [A, B], axis: 1 → [A, k, B]",
        Cases =
        [
            new("Stack([x, y], axis: 1)", "x: [N, 3]; y: [N, 3]"),
            new("Stack([x, y], axis: -1)", "x: [N, 3]; y: [N, 3]"),
            new("Stack([x, y], axis: 0)", "x: [N, 3]; y: [N, 4]") { Fails = "DLC1005" },
            new("Stack([x, y], axis: 3)", "x: [N, 3]; y: [N, 3]") { Fails = "DLC1002" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var tensors = call.Tensors("tensors");
        if (tensors.Count == 0) throw new ShapeException("DLC1005", "Stack needs a tensor", "tensors");
        int rank = tensors[0].Rank, axis = call.Axis("axis", rank + 1);
        var aligned = Concat.Align("Stack", tensors, rank);
        return new TensorValue(Build.Concat([.. aligned.Select(t => Build.Unsqueeze(t, axis))], axis));
    }
}
