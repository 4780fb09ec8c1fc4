using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>Dropout behind which nothing is learned (DLC4010), or that a batch norm takes (DLC4018).</summary>
internal sealed class DropoutPlaces : IAdvice
{
    private static readonly string[] Losses =
        ["CrossEntropy", "BinaryCrossEntropyWithLogits", "Mse", "L1", "Huber", "NegativeLogLikelihood"];

    public IEnumerable<Finding> Find(AdvisedNetwork network) =>
        Last(network).Concat(network.EachTime(call => BeforeBatchNorm(network, call)));

    /// <summary>Dropout of what a model returns, or of what a loss compares.</summary>
    private static IEnumerable<Finding> Last(AdvisedNetwork network)
    {
        if (network.Model is null) return [];
        var compared = network.Trace.Calls.Where(c => c.IsOwn && c.Is(Losses)).Select(c => c.Input);
        return network.Trace.Results.Concat(compared)
            .Select(network.Source).OfType<TracedCall>().Where(c => c.IsOwn && IsDropout(c))
            .GroupBy(c => c.Place)
            .Select(site => new Finding(
                "DLC4010",
                "Dropout comes last: it sets results to 0 at random, and no layer behind it can learn to do without them",
                site.Key));
    }

    private static Finding? BeforeBatchNorm(AdvisedNetwork network, TracedCall norm) =>
        norm.Is("BatchNorm") && network.Maker(norm.Input) is { } dropout && IsDropout(dropout)
            ? AdvisedNetwork.At(
                "DLC4018",
                "BatchNorm takes what Dropout gives: Dropout raises the variance in training only, so that the running variance "
                    + "is wrong in inference (Li et al. 2018). Put Dropout behind BatchNorm",
                dropout,
                norm)
            : null;

    /// <summary>Whether the call drops anything: with probability 0, it returns its input.</summary>
    private static bool IsDropout(TracedCall call) => call.Is("Dropout") && call.Results.First() != call.Input;
}
