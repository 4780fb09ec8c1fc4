using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>An axis that goes on as in a mirror on its first and its last element: slices that walk backwards.</summary>
public static class PadReflect
{
    public static readonly OpDefinition Definition = new(
        "PadReflect", "An axis that goes on as in a mirror on its ends; PyTorch's pad(mode=\"reflect\").", Define)
    {
        Signatures = ["Tensor PadReflect(Tensor x, int axis, int before, int after)"],
        Formula = "x[before], …, x[1], then x, then x[K − 2], …, x[K − 1 − after]",
        ShapeRule = "x: [..., K, ...] → [..., before + K + after, ...]",
        Cases =
        [
            new("PadReflect(x, axis: 1, before: 2, after: 0)", "x: [N, 3]"),
            new("PadReflect(x, axis: -1, before: 1, after: 3)", "x: [N, 2, 4]"),
            new("PadReflect(PadReflect(x, axis: 2, before: 2, after: 2), axis: 3, before: 2, after: 2)", "x: [N, 2, 3, 4]"),
            new("PadReflect(x, axis: 1, before: 0, after: 3)", "x: [N, T+3, 2]"),
            new("Relu(PadReflect(x[.., 1..], axis: 1, before: 1, after: 1)) * 2f", "x: [N, 5]"),
            new("PadReflect(x, axis: 1, before: 1, after: 3)", "x: [N, 3]") { Fails = "DLC1012" },
            new("PadReflect(x, axis: 1, before: -1, after: 1)", "x: [N, 3]") { Fails = "DLC1012" },
            new("PadReflect(x, axis: 2, before: 1, after: 1)", "x: [N, 3]") { Fails = "DLC1002" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        var (before, after) = Pad.Added("PadReflect", call);
        int axis = call.Axis("axis", x.Rank);
        var size = x.Shape[axis];
        RequireFewer("before", before);
        RequireFewer("after", after);
        var parts = new List<Node>();
        if (before != Dim.Zero) parts.Add(Build.Slice(x, axis, before, before, -Dim.One));
        parts.Add(x);
        if (after != Dim.Zero) parts.Add(Build.Slice(x, axis, size - 2, after, -Dim.One));
        return new TensorValue(Build.Concat(parts, axis));

        void RequireFewer(string argument, Dim count) => Constraints.RequireAtMost(
            count + 1,
            size,
            "DLC1012",
            () => $"PadReflect mirrors fewer elements than there are; axis {axis} of {x.Shape} has {size}, not more than {count}",
            argument);
    }
}
