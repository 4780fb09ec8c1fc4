using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>Formulas that overflow or lose all digits where an op of the library does not (DLC4022).</summary>
internal sealed class UnstableFormulas : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(call =>
    {
        if (call.Is("Log")) return Logarithm(network, call);
        return call.Is("Divide") && IsSoftmax(network, call)
            ? Instead(call, "Softmax", "Exp overflows above 88")
            : null;
    });

    private static Finding? Logarithm(AdvisedNetwork network, TracedCall call)
    {
        if (network.Maker(call.Input) is not { } inner) return null;
        if (inner.Is("Softmax")) return Instead(call, "LogSoftmax", "a probability below 1e-45 is 0, and its logarithm −∞");
        if (inner.Is("Sigmoid")) return Instead(call, "-Softplus(-x)", "Sigmoid(x) below 1e-45 is 0, and its logarithm −∞");
        if (inner.Is("Sum") && network.Maker(inner.Input) is { } terms && terms.Is("Exp"))
            return Instead(call, "LogSumExp", "Exp overflows above 88");
        bool isSoftplus = inner.Is("Add") && inner.Inputs.Any(i => network.Maker(i) is { } term && term.Is("Exp"))
            && inner.Arguments.Values.Any(a => a.Value.AsScalar()?.Constant == 1);
        return isSoftplus ? Instead(call, "Softplus", "Exp overflows above 88") : null;
    }

    /// <summary>Exp(x) / Sum(Exp(x), axis, keepDims: true), the two of the same x.</summary>
    private static bool IsSoftmax(AdvisedNetwork network, TracedCall call) =>
        network.Maker(call.Argument("x")) is { } above && above.Is("Exp")
        && network.Maker(call.Argument("y")) is { } below && below.Is("Sum")
        && network.Maker(below.Input) is { } terms && terms.Is("Exp") && terms.Input == above.Input
        && call.Argument("y")!.Rank == call.Argument("x")!.Rank;

    private static Finding Instead(TracedCall call, string better, string reason) => new(
        "DLC4022", $"'{call.Origin.Text}' is {better} computed in a way that fails: {reason}. {better} is exact", call.Place);
}
