using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Schedule;

/// <summary>Kernels in the order in which they run, each with what it reads and stores.</summary>
/// <param name="Kernels">In order.</param>
/// <param name="Reads">What each kernel reads from memory, operands of its product included.</param>
/// <param name="Outputs">The graph's outputs; each value is stored by a kernel.</param>
public sealed record KernelProgram(
    IReadOnlyList<Kernel> Kernels, IReadOnlyDictionary<Kernel, IReadOnlyList<Read>> Reads, IReadOnlyList<Output> Outputs)
{
    private readonly HashSet<Node> _stored = [.. Kernels.SelectMany(k => k.Stores).Select(s => s.Target)];

    public bool IsInMemory(Node node) => _stored.Contains(node);
}

/// <summary>Orders kernels: a kernel runs after those whose values it reads, otherwise in the order of the graph.</summary>
internal static class Scheduler
{
    public static KernelProgram Order(KernelGraph kernels, Graph graph, HashSet<Node> outputs)
    {
        var liveness = new Liveness(kernels, outputs);
        var position = graph.Nodes.Select((node, index) => (node, index)).ToDictionary(p => p.node, p => p.index);
        foreach (var kernel in kernels.Kernels) FixStores(kernel, liveness, position);

        var waiting = kernels.Kernels.Where(k => k.Stores.Count > 0)
            .OrderBy(k => k.Stores.Min(s => position[s.Value])).ThenBy(k => k.Id).ToList();
        var order = new List<Kernel>();
        var done = new HashSet<Kernel>();
        while (waiting.Count > 0)
        {
            var next = waiting.First(k => liveness.ReadsOf(k).SelectMany(r => kernels.ProducersOf(r.Node))
                .All(p => p == k || p.Stores.Count == 0 || done.Contains(p)));
            waiting.Remove(next);
            done.Add(next);
            order.Add(next);
        }

        return new KernelProgram(order, order.ToDictionary(k => k, liveness.ReadsOf), graph.Outputs);
    }

    private static void FixStores(Kernel kernel, Liveness liveness, Dictionary<Node, int> position)
    {
        kernel.Stores.RemoveAll(s => !liveness.Live.Contains(s.Target));
        foreach (var (node, access) in kernel.Members.Select(m => (m.Key, m.Value)).OrderBy(m => position[m.Key]))
        {
            if (liveness.Live.Contains(node)) kernel.Stores.Add(new Store(node, access, node, access));
        }
    }
}
