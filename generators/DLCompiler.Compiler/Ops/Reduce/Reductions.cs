using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>What the methods that reduce have in common: one axis, several or all; axes that stay or go.</summary>
internal static class Reductions
{
    /// <param name="build">Makes the reduction of a tensor along ascending axes, which stay with size 1.</param>
    public static OpDefinition Define(
        string name, string summary, string formula, Func<Node, EquatableArray<int>, Node> build) =>
        new(name, summary, call => Build(call, build))
        {
            Signatures = Signatures(name),
            Formula = formula,
            ShapeRule = ShapeRule,
            Cases = Cases(name),
        };

    public const string ShapeRule =
        "x: [..., K, ...] along K → [..., ...]; keepDims: [..., 1, ...]; no axis: all of them → a scalar";

    public static IReadOnlyList<string> Signatures(string name) =>
    [
        $"Tensor {name}(Tensor x, int axis, bool keepDims = false)",
        $"Tensor {name}(Tensor x, int[] axes, bool keepDims = false)",
        $"Tensor {name}(Tensor x)",
    ];

    public static IReadOnlyList<OpCase> Cases(string name) =>
    [
        new($"{name}(x, axis: 1)", "x: [N, 3, 5]"),
        new($"{name}(x, axis: -1, keepDims: true)", "x: [N, 3, 5]"),
        new($"{name}(x, axes: [0, -1])", "x: [N, 3, 5]"),
        new($"{name}(x)", "x: [N, 3, 5]"),
        new($"{name}(x, axis: 2)", "x: [N, 3]") { Fails = "DLC1002" },
        new($"{name}(x, axes: [1, -1])", "x: [N, 3]") { Fails = "DLC1002" },
    ];

    public static Value Build(CallArguments call, Func<Node, EquatableArray<int>, Node> build)
    {
        var x = call.Tensor("x");
        var axes = call.Axes(call.Has("axes") ? "axes" : "axis", x.Rank);
        bool keepDims = call.Has("keepDims") && call.Flag("keepDims");
        var result = build(x, axes);
        return new TensorValue(keepDims ? result : Ops.Build.DropAxes(result, axes));
    }
}
