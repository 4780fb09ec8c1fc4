using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>One-hot labels for a loss that takes classes (DLC4023), and reductions of what is one number (DLC4024).</summary>
internal sealed class NeedlessOps : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(call => OneHot(network, call) ?? Reduction(call));

    private static Finding? OneHot(AdvisedNetwork network, TracedCall call) =>
        call.Is("CrossEntropy") && network.Maker(call.Argument("probabilities")) is { } labels && labels.Is("OneHot")
            ? new Finding(
                "DLC4023",
                "CrossEntropy takes classes as they are: OneHot makes a tensor as large as the logits for nothing",
                call.PlaceOf("probabilities"))
            : null;

    private static Finding? Reduction(TracedCall call) =>
        call.Is("Mean", "Sum", "Max", "Min") && call.Input is { Rank: 0 } && !call.Arguments.ContainsKey("y")
            ? new Finding("DLC4024", $"{call.Kind} of one number is that number", call.Place)
            : null;
}
