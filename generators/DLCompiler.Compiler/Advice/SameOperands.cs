using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>An op that compares a value with itself, whose result is known (DLC4021).</summary>
internal sealed class SameOperands : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(call =>
    {
        if (call.Layer is not null || Compared(call.Kind) is not { } names) return null;
        var (first, second) = (call.Argument(names.First), call.Argument(names.Second));
        return first is null || first != second ? null : new Finding(
            "DLC4021",
            $"both operands of {call.Kind} are the same tensor, so that its result is known without it",
            call.PlaceOf(names.Second),
            [new RelatedPlace(call.PlaceOf(names.First), "the first operand")]);
    });

    /// <summary>The parameters that an op compares. Equal is missing: it tells numbers from NaN.</summary>
    private static (string First, string Second)? Compared(string op) => op switch
    {
        "Subtract" or "Divide" or "Min" or "Max" or "Less" or "LessEqual" or "Greater" or "GreaterEqual" or "Where"
            or "CosineSimilarity" or "CosineEmbedding" => ("x", "y"),
        "Mse" or "L1" or "Huber" => ("prediction", "target"),
        "TripletMargin" => ("anchor", "positive"),
        _ => null,
    };
}
