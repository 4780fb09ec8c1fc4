using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>A bias whose channels the next layer shifts to mean 0 (DLC4009).</summary>
internal sealed class RedundantBias : IAdvice
{
    private static readonly string[] Biased =
        ["Linear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"];

    public IEnumerable<Finding> Find(AdvisedNetwork network)
    {
        foreach (var calls in network.Trace.Calls.Where(c => c.IsOwn && c.Is(Biased)).GroupBy(c => c.Layer))
        {
            if (calls.Key is not { } layer || !HasBias(layer)) continue;
            var norms = calls.Select(c => Normalization(network, c)).ToList();
            if (norms.FirstOrDefault() is not { } norm || norms.Contains(null)) continue;
            yield return new Finding(
                "DLC4009",
                $"the bias of {layer.Member.Name} has no effect: {norm.Kind} subtracts the mean of each channel, and has a bias of "
                    + "its own. Bias = false leaves it out",
                new SpecPlace(layer.Place, 0),
                norm.IsOwn ? [new RelatedPlace(norm.Place, $"'{norm.Origin.Text}' takes its result")] : []);
        }
    }

    private static bool HasBias(LayerSpec layer) =>
        layer.Arguments.All(a => a.Name != "BiasInit" && (a.Name != "Bias" || a.Value.Bool));

    /// <summary>The normalisation of each channel that alone takes what the call gives; else null.</summary>
    private static TracedCall? Normalization(AdvisedNetwork network, TracedCall call)
    {
        var result = call.Results.First();
        // The channels of a linear layer are the last axis; those of a normalisation, axis 1.
        if (network.Outputs.Contains(result) || (call.Is("Linear") && result.Rank != 2)) return null;
        var users = network.Users(result).Where(u => u.Layer?.Block is null).ToList();
        return users.Count > 0 && users.All(u => u.Is("BatchNorm", "InstanceNorm")) ? users[0] : null;
    }
}
