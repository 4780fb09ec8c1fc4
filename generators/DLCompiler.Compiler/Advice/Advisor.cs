using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>A kind of mistake that leaves a network correct for the compiler, and worse than it could be.</summary>
internal interface IAdvice
{
    IEnumerable<Finding> Find(AdvisedNetwork network);
}

/// <summary>Finds common mistakes in a network that compiles.</summary>
public static class Advisor
{
    private static readonly IReadOnlyList<IAdvice> Kinds =
    [
        new LossInputs(), new SquashedLogits(), new UnusedMembers(), new UnusedValues(), new MissingGradients(),
        new RedundantBias(), new DropoutPlaces(), new LinearChains(), new RepeatedOps(), new UnreadInputs(),
        new SingleElements(), new SkippedInputs(), new AccidentalProducts(), new SameOperands(), new UnstableFormulas(),
        new NeedlessOps(), new PinnedSizes(),
    ];

    /// <summary>
    /// What is advisable in the network's own code; what is inside a block is said of the block. In the order of the code.
    /// </summary>
    public static IReadOnlyList<Finding> Advise(NetworkTrace trace, CancellationToken cancellation = default)
    {
        var network = new AdvisedNetwork(trace);
        var findings = new List<Finding>();
        foreach (var kind in Kinds)
        {
            cancellation.ThrowIfCancellationRequested();
            findings.AddRange(kind.Find(network));
        }

        return findings;
    }
}
