using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>
/// A loss that combines [N, 1] and [N], and so compares each example with each label (DLC4020). Where the loss itself adds the
/// axis, all pairs are meant.
/// </summary>
internal sealed class AccidentalProducts : IAdvice
{
    private static readonly string[] Operators =
        ["Add", "Subtract", "Multiply", "Divide", "Min", "Max", "Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual"];

    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(call =>
    {
        if (!call.IsInLoss || !call.Is(Operators)) return null;
        foreach (var (column, row) in new[] { ("x", "y"), ("y", "x") })
        {
            if (call.Argument(column) is not { Rank: 2 } wide || call.Argument(row) is not { Rank: 1 } narrow) continue;
            if (wide.Shape[1] != Dim.One || wide.Shape[0] != narrow.Shape[0] || wide.Shape[0] == Dim.One) continue;
            if (IsShapedInLoss(network, wide) || IsShapedInLoss(network, narrow)) continue;
            return new Finding(
                "DLC4020",
                $"{wide.Shape} and {narrow.Shape} broadcast to {call.Results.First().Shape}: every row meets every element, not "
                    + $"its own alone. Squeeze(…, 1) makes {narrow.Shape} of the first",
                call.PlaceOf(column),
                [new RelatedPlace(call.PlaceOf(row), $"the other operand is {narrow.Shape}")])
            {
                Remedies = [new Remedy("Insert Squeeze", [new RemedyEdit(call.PlaceOf(column), "Squeeze({0}, 1)")])],
            };
        }

        return null;
    });

    /// <summary>Whether the loss gives a value its shape, so that it is meant.</summary>
    private static bool IsShapedInLoss(AdvisedNetwork network, Node node)
    {
        while (network.Maker(node) is { IsInLoss: true } call)
        {
            if (call.Input is not { } input || input.Shape != node.Shape) return true;
            node = input;
        }

        return false;
    }
}
