using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>
/// Two linear layers with nothing between, which one could replace (DLC4011). Where the size between is the smallest, the two
/// have fewer weights than one, which is meant.
/// </summary>
internal sealed class LinearChains : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(second =>
    {
        if (!IsPlain(second) || second.Input is not { } between) return null;
        if (network.Maker(between) is not { } first || !IsPlain(first) || network.Outputs.Contains(between)) return null;
        if (network.Trace.Calls.Any(c => c.Layer == first.Layer && !IsForAlone(network, c, second.Layer!))) return null;
        bool isWide = IsAtLeast(between, first.Input!) || IsAtLeast(between, second.Results.First());
        return !isWide ? null : new Finding(
            "DLC4011",
            $"{second.Layer!.Member.Name} takes what {first.Layer!.Member.Name} gives with nothing between: two linear layers are "
                + "one linear layer. An activation between makes them more",
            second.Place,
            first.IsOwn ? [new RelatedPlace(first.Place, $"'{first.Origin.Text}' comes first")] : []);
    });

    /// <summary>Whether a layer alone takes what a call gives.</summary>
    private static bool IsForAlone(AdvisedNetwork network, TracedCall call, LayerSpec layer) =>
        call.Results.SelectMany(network.Users).Where(u => u.Layer?.Block is null).All(u => u.Layer == layer);

    private static bool IsPlain(TracedCall call) =>
        call.Layer is { } layer && call.Is("Linear") && layer.Arguments.All(a => a.Name != "Tied" || a.Value.Type == SpecType.Null);

    private static bool IsAtLeast(Node x, Node y) => (x.Shape[x.Rank - 1] - y.Shape[y.Rank - 1]).AtLeast(0);
}
