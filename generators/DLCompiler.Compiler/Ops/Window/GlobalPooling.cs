using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>One number a channel: reductions over all axes after the channels.</summary>
public static class GlobalPooling
{
    public static readonly OpDefinition Average = Define("GlobalAvgPool", "mean", "mean x", Ops.Build.Mean);

    public static readonly OpDefinition Maximum = Define(
        "GlobalMaxPool", "maximum; equal elements share the gradient evenly", "max x", Ops.Build.Max);

    private static OpDefinition Define(
        string name, string what, string formula, Func<Node, EquatableArray<int>, Node> reduce) =>
        new(name, $"A channel's {what}.", call => Build(call, name, reduce))
        {
            Signatures = [$"Tensor {name}(Tensor x)"],
            Formula = formula,
            ShapeRule = "x: [N, C, ...] → [N, C]",
            Cases =
            [
                new($"{name}(x)", "x: [N, 3, 4, 5]"),
                new($"{name}(x)", "x: [N, 3, T]"),
                new($"{name}(x)", "x: [N, 3]") { Fails = "DLC1006" },
            ],
        };

    private static TensorValue Build(CallArguments call, string name, Func<Node, EquatableArray<int>, Node> reduce)
    {
        var x = call.Tensor("x");
        if (x.Rank < 3) throw new ShapeException("DLC1006", $"{name} takes [N, C, L, ...], not {x.Shape}", "x");
        var axes = Channels.AxesBeside(x, first: 2);
        return new TensorValue(DropAxes(reduce(x, axes), axes));
    }
}
