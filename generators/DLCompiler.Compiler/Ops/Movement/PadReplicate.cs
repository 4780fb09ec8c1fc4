using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>An axis whose first and last elements are repeated.</summary>
public static class PadReplicate
{
    public static readonly OpDefinition Definition = new(
        "PadReplicate", "An axis whose first and last elements are repeated; PyTorch's pad(mode=\"replicate\").", Define)
    {
        Signatures = ["Tensor PadReplicate(Tensor x, int axis, int before, int after)"],
        Formula = "x[0], before times, then x, then x[K − 1], after times",
        ShapeRule = "x: [..., K, ...] → [..., before + K + after, ...]",
        Cases =
        [
            new("PadReplicate(x, axis: 1, before: 2, after: 0)", "x: [N, 3]"),
            new("PadReplicate(x, axis: -1, before: 1, after: 3)", "x: [N, 2, 4]"),
            new("PadReplicate(PadReplicate(x, axis: 2, before: 2, after: 2), axis: 3, before: 2, after: 2)", "x: [N, 2, 1, 4]"),
            new("PadReplicate(x, axis: 1, before: 0, after: 3)", "x: [N, T, 2]"),
            new("PadReplicate(x, axis: 1, before: -1, after: 1)", "x: [N, 3]") { Fails = "DLC1012" },
            new("PadReplicate(x, axis: 2, before: 1, after: 1)", "x: [N, 3]") { Fails = "DLC1002" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        var (before, after) = Pad.Added("PadReplicate", call);
        int axis = call.Axis("axis", x.Rank);
        var parts = new List<Node> { x };
        if (before != Dim.Zero) parts.Insert(0, Repeated(Dim.Zero, before));
        if (after != Dim.Zero) parts.Add(Repeated(x.Shape[axis] - 1, after));
        return new TensorValue(Build.Concat(parts, axis));

        Node Repeated(Dim position, Dim count) =>
            Build.BroadcastTo(Build.Slice(x, axis, position, Dim.One), x.Shape.With(axis, count));
    }
}
