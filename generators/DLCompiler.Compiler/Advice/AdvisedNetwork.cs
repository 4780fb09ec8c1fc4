using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>A traced network with what every kind of advice asks: who makes a value, and who uses it.</summary>
internal sealed class AdvisedNetwork
{
    /// <summary>Ops that only move elements, or leave them as they are.</summary>
    private static readonly string[] Movement =
        ["Reshape", "Flatten", "Transpose", "Permute", "Squeeze", "Unsqueeze", "Slice", "Tap"];

    private readonly Dictionary<Node, TracedCall> _makers = [];
    private readonly ILookup<Node, TracedCall> _users;

    public AdvisedNetwork(NetworkTrace trace)
    {
        Trace = trace;
        foreach (var call in trace.Calls)
        {
            // A call that changes nothing, such as a reshape to the same shape, returns what it was given.
            foreach (var node in call.Results.Except(call.Inputs))
            {
                if (!_makers.ContainsKey(node)) _makers.Add(node, call);
            }
        }

        _users = trace.Calls.SelectMany(c => c.Inputs.Distinct().Select(node => (node, c))).ToLookup(u => u.node, u => u.c);
        Outputs = [.. trace.Results, .. trace.Losses, .. trace.Shown];
        Reached = [.. Graph.TopologicalOrder(Outputs)];
    }

    public NetworkTrace Trace { get; }

    public NetworkSpec Spec => Trace.Network;

    /// <summary>The network as a model; null for a block.</summary>
    public ModelSpec? Model => Trace.Network as ModelSpec;

    /// <summary>Everything that leaves the network.</summary>
    public HashSet<Node> Outputs { get; }

    /// <summary>What the outputs are made of.</summary>
    public HashSet<Node> Reached { get; }

    /// <summary>The calls in the network's own code, by the expression: loops and helper methods repeat them.</summary>
    public IEnumerable<IGrouping<SpecPlace, TracedCall>> Sites => Trace.Calls.Where(c => c.IsOwn).GroupBy(c => c.Place);

    /// <summary>The call that made a value; null for inputs and parameters.</summary>
    public TracedCall? Maker(Node? node) => node is not null && _makers.TryGetValue(node, out var call) ? call : null;

    /// <summary>The call that made a value before its elements were only moved.</summary>
    public TracedCall? Source(Node? node)
    {
        var call = Maker(node);
        while (call is not null && call.Is(Movement)) call = Maker(call.Input);
        return call;
    }

    /// <summary>The calls that take a value. Those of a block are there twice: as the use, and inside.</summary>
    public IEnumerable<TracedCall> Users(Node node) => _users[node];

    /// <summary>The first finding at each expression where there is one each time that it runs.</summary>
    public IEnumerable<Finding> EachTime(Func<TracedCall, Finding?> find)
    {
        foreach (var site in Sites)
        {
            var found = site.Select(find).ToList();
            if (found.All(f => f is not null)) yield return found[0]!;
        }
    }

    /// <summary>A finding at a call; inside a block, at the call in the network's own code that takes its result.</summary>
    public static Finding At(string rule, string message, TracedCall call, TracedCall user) => call.IsOwn
        ? new Finding(rule, message, call.Place, [new RelatedPlace(user.Place, $"'{user.Origin.Text}' takes it")])
        : new Finding(rule, message, user.Place);
}
