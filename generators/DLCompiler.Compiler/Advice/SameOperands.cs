using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>An op that compares a value with itself, whose result is known (DLC4021).</summary>
internal sealed class SameOperands : IAdvice
{
    /// <summary>The parameters that are compared. Equal is missing: it tells numbers from NaN.</summary>
    private static readonly Dictionary<string, (string First, string Second)> Operands = new(StringComparer.Ordinal)
    {
        ["Subtract"] = ("x", "y"), ["Divide"] = ("x", "y"), ["Min"] = ("x", "y"), ["Max"] = ("x", "y"),
        ["Less"] = ("x", "y"), ["LessEqual"] = ("x", "y"), ["Greater"] = ("x", "y"), ["GreaterEqual"] = ("x", "y"),
        ["Where"] = ("x", "y"), ["CosineSimilarity"] = ("x", "y"), ["CosineEmbedding"] = ("x", "y"),
        ["Mse"] = ("prediction", "target"), ["L1"] = ("prediction", "target"), ["Huber"] = ("prediction", "target"),
        ["TripletMargin"] = ("anchor", "positive"),
    };

    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(call =>
    {
        if (call.Layer is not null || !Operands.TryGetValue(call.Kind, out var names)) return null;
        var (first, second) = (call.Argument(names.First), call.Argument(names.Second));
        return first is null || first != second ? null : new Finding(
            "DLC4021",
            $"both operands of {call.Kind} are the same tensor, so that its result is known without it",
            call.PlaceOf(names.Second),
            [new RelatedPlace(call.PlaceOf(names.First), "the first operand")]);
    });
}
