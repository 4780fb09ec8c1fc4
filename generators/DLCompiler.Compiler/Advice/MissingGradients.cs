using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Advising;

/// <summary>
/// Layers and parameters that no loss depends on (DLC4008), and losses whose gradient by every parameter is 0 (DLC4015). A
/// layer behind <c>StopGradient</c> is meant to get none.
/// </summary>
internal sealed class MissingGradients : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network)
    {
        if (network.Model is not { IsTrained: true } model) return [];
        var trained = network.Trace.Parameters.Where(p => p.Op is Parameter { Trained: true }).ToList();
        if (trained.Count == 0) return [];
        var losses = model.Losses.Zip(network.Trace.Losses, (loss, node) => (Loss: loss, Node: node))
            .Where(l => l.Loss.Weight != 0).ToList();
        var constant = losses.Where(l => Behind(l.Node, stopped: false) is var nodes && !trained.Any(nodes.Contains)).ToList();
        if (constant.Count > 0)
        {
            return constant.Select(l => new Finding(
                "DLC4015",
                $"{l.Loss.Entry.Body.Name} depends on no parameter of {model.Type.Name}: its gradient is 0, and nothing learns from it",
                l.Loss.Entry.Body.Head));
        }

        var learning = new HashSet<Node>(losses.SelectMany(l => Behind(l.Node, stopped: true)));
        return trained.GroupBy(Member)
            .Where(g => g.Any(network.Reached.Contains) && !g.Any(learning.Contains))
            .Select(g => Owner(model, g.Key)).OfType<(string Name, SpecPlace Place)>()
            .Select(owner => new Finding(
                "DLC4008",
                $"no loss depends on {owner.Name}: it gets no gradient, and stays as it was initialised",
                owner.Place));
    }

    /// <summary>What a loss is made of, with or without what no gradient passes.</summary>
    private static HashSet<Node> Behind(Node loss, bool stopped)
    {
        var (seen, open) = (new HashSet<Node>(), new Stack<Node>([loss]));
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (!seen.Add(node) || (node.Op is StopGradient && !stopped)) continue;
            foreach (var input in node.Inputs) open.Push(input);
        }

        return seen;
    }

    /// <summary>The member of the model that a parameter belongs to, itself or inside a block.</summary>
    private static string Member(Node parameter)
    {
        string name = ((Parameter)parameter.Op).ParameterName;
        return name.Contains('.') ? name.Substring(0, name.IndexOf('.')) : name;
    }

    private static (string Name, SpecPlace Place)? Owner(ModelSpec model, string member)
    {
        string? place = model.Layers.FirstOrDefault(l => l.Member.Name == member)?.Place
            ?? model.Parameters.FirstOrDefault(p => p.Member.Name == member)?.Place;
        return place is null ? null : (member, new SpecPlace(place, 0));
    }
}
