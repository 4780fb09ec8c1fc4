using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>Values that are computed and then dropped (DLC4007), such as that of <c>Relu(x);</c> alone.</summary>
internal sealed class UnusedValues : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(call =>
        IsDropped(network, call)
            ? new Finding(
                "DLC4007",
                $"nothing depends on '{call.Origin.Text}': ops change no tensor, they return a new one",
                call.Place)
            : null);

    /// <summary>Only the last call is said: those before it are used by it.</summary>
    private static bool IsDropped(AdvisedNetwork network, TracedCall call) =>
        !call.IsInBody && call.Results.Any()
        && call.Results.All(r => !network.Reached.Contains(r) && network.Users(r).All(u => u == call));
}
