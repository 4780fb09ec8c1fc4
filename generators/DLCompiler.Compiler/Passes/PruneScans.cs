using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Takes out of scans what nobody uses: outputs, states that no output and no other state depends on, inputs. A number
/// that is captured becomes part of the step.
/// </summary>
public static class PruneScans
{
    public static Graph Run(Graph graph)
    {
        if (!graph.Has<Scan>()) return graph;
        var used = graph.Nodes.Where(n => n.Op is Result).ToLookup(n => n.Inputs[0], n => ((Result)n.Op).Index);
        var pruned = graph.ReplaceResults<Scan>((scan, original, node) => Prune(scan, node, new HashSet<int>(used[original])));
        return Scan.RewriteSteps(pruned, Run);
    }

    private static IReadOnlyList<Node?> Prune(Scan scan, Node node, HashSet<int> used)
    {
        var results = WithoutNumbers(scan, node);
        var states = LiveStates(scan, results, used);
        var outputs = Enumerable.Range(scan.States, scan.Outputs).Where(used.Contains).ToList();
        var distinct = outputs.Select(o => results[o]).Distinct().ToList();
        bool IsLiveState(int parameter) => states.Contains(parameter - scan.Sequences);
        var step = scan.Step.With([.. states.Select(s => results[s]), .. distinct], IsLiveState, out var kept);
        int sequences = kept.Count(i => i < scan.Sequences);
        var smaller = new Node(
            new Scan(step, sequences, states.Count, scan.Steps, scan.Reverse), [.. kept.Select(i => node.Inputs[i])]);
        smaller.From(node.Origin);

        var replaced = new Node?[results.Count];
        for (int s = 0; s < states.Count; s++) replaced[states[s]] = smaller.Result(s);
        foreach (int output in outputs)
            replaced[output] = smaller.Result(states.Count + distinct.IndexOf(results[output]));
        return replaced;
    }

    /// <summary>The step's results with numbers in place of inputs that are the same number everywhere.</summary>
    private static List<Node> WithoutNumbers(Scan scan, Node node)
    {
        var numbers = new Substitution();
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            bool isState = i >= scan.Sequences && i < scan.Sequences + scan.States;
            if (isState || Build.FilledWith(node.Inputs[i]) is not { } number) continue;
            numbers[scan.Step.Parameters[i]] = Build.Fill(number, scan.Step.Parameters[i].Shape);
        }

        return [.. scan.Step.Results.Select(numbers.Apply)];
    }

    /// <summary>The states that a used result depends on, directly or by way of other states.</summary>
    private static List<int> LiveStates(Scan scan, List<Node> results, HashSet<int> used)
    {
        var live = new HashSet<int>(used.Where(r => r < scan.States));
        int before;
        do
        {
            before = live.Count;
            var roots = results.Where((_, r) => r < scan.States ? live.Contains(r) : used.Contains(r));
            var reached = Graph.TopologicalOrder(roots).Where(n => n.Op is BodyParameter);
            live.UnionWith(reached.Select(p => scan.Step.Parameters.ToList().IndexOf(p) - scan.Sequences)
                .Where(s => s >= 0 && s < scan.States));
        }
        while (live.Count > before);

        return [.. live.OrderBy(s => s)];
    }
}
