using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Parts of an axis: slices.</summary>
public static class Split
{
    public static readonly OpDefinition Definition = new(
        "Split", "Cuts an axis into equal parts, or parts of given sizes.", Define)
    {
        Signatures =
        [
            "Tensor[] Split(Tensor x, int parts, int axis)",
            "Tensor[] Split(Tensor x, int[] sizes, int axis)",
        ],
        ShapeRule = "x: [N, A], parts: k, axis: 1 → k of [N, A/k]; sizes: a, b → [N, a], [N, b]",
        Cases =
        [
            new("Split(x, parts: 2, axis: 1)[1]", "x: [N, 6]"),
            new("Split(x, sizes: [1, 2, 3], axis: -1)[2]", "x: [N, 6]"),
            new("Split(x, parts: 4, axis: 1)[0]", "x: [N, 6]") { Fails = "DLC1007" },
            new("Split(x, sizes: [1, 2], axis: 1)[0]", "x: [N, 6]") { Fails = "DLC1007" },
            new("Split(x, parts: 2, axis: 2)[0]", "x: [N, 6]") { Fails = "DLC1002" },
        ],
    };

    private static ListValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        int axis = call.Axis("axis", x.Rank);
        string argument = call.Has("parts") ? "parts" : "sizes";
        var sizes = call.Has("parts") ? Equal(x.Shape[axis], call.Integer("parts")) : call.Sizes("sizes");
        var sum = sizes.Aggregate(Dim.Zero, (a, b) => a + b);
        string parts = string.Join(" + ", sizes);
        string Message() => $"Split cannot cut axis {axis} of {x.Shape} into {parts}: the sizes add up to {sum}";
        foreach (var size in sizes.Where(s => s.IsConstant || argument == "sizes"))
        {
            Constraints.RequireAtMost(
                1, size, "DLC1007", () => $"Split needs sizes of at least 1, not {parts}", argument);
        }

        Constraints.Require(sum, x.Shape[axis], "DLC1007", Message, argument);
        return new ListValue([.. Cut(x, axis, sizes)]);
    }

    private static IEnumerable<Value> Cut(Node x, int axis, IReadOnlyList<Dim> sizes)
    {
        var start = Dim.Zero;
        foreach (var size in sizes)
        {
            yield return new TensorValue(Build.Slice(x, axis, start, size));
            start += size;
        }
    }

    private static IReadOnlyList<Dim> Equal(Dim size, int parts) =>
        parts > 0
            ? [.. Enumerable.Repeat(Dim.FloorDiv(size, parts), Limits.CheckCount(parts, Limits.Unrolled, "parts"))]
            : throw new ShapeException("DLC1007", $"Split needs at least one part, not {parts}", "parts");
}
