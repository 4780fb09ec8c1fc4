using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>Kernels in the order in which they run, each with what it reads and stores.</summary>
/// <param name="Kernels">In order.</param>
/// <param name="Reads">What each kernel reads from memory, operands of its product included.</param>
/// <param name="Outputs">The graph's outputs; each value is stored by a kernel.</param>
public sealed record KernelProgram(
    IReadOnlyList<Kernel> Kernels, IReadOnlyDictionary<Kernel, IReadOnlyList<Read>> Reads, IReadOnlyList<Output> Outputs)
{
    private readonly HashSet<Node> _stored = [.. Kernels.SelectMany(k => k.Stores).Select(s => s.Target)];
    private readonly Dictionary<Kernel, ProductPlan> _products = [];

    /// <summary>What runs, in order: each kernel once, and those of checkpoints again.</summary>
    public IReadOnlyList<KernelRun> Runs { get; init; } = [.. Kernels.Select(k => new KernelRun(k))];

    /// <summary>The floats that each checkpoint takes out of memory between the forward and the backward pass.</summary>
    public IReadOnlyDictionary<CheckpointedCall, Dim> Saved { get; init; } = new Dictionary<CheckpointedCall, Dim>();

    public bool IsInMemory(Node node) => _stored.Contains(node);

    /// <summary>The plan of the product of a kernel that has one.</summary>
    internal ProductPlan PlanOf(Kernel kernel)
    {
        if (!_products.TryGetValue(kernel, out var plan)) _products[kernel] = plan = ProductPlan.Of(kernel, IsInMemory);
        return plan;
    }

    /// <summary>The memory that a kernel writes: what it stores, partial sums of its own, and what the steps of its loop store.</summary>
    public IEnumerable<Node> WrittenBy(Kernel kernel)
    {
        var stored = kernel.Stores.Select(s => s.Target);
        if (kernel.Product is { } product && PlanOf(kernel).Target is null) stored = stored.Append(product);
        if (kernel.Loop is not { } loop) return stored;
        return stored.Concat(new[] { loop.Start, loop.Step }.SelectMany(
            p => p.Kernels.SelectMany(p.WrittenBy).Except(p.Outputs.Select(o => o.Value))));
    }

    /// <summary>Its loops, and those in their steps.</summary>
    public IEnumerable<StepLoop> Loops() =>
        from kernel in Kernels
        where kernel.Loop is not null
        from loop in new[] { kernel.Loop! }.Concat(kernel.Loop!.Start.Loops()).Concat(kernel.Loop!.Step.Loops())
        select loop;
}

/// <summary>
/// Orders kernels: a kernel runs after those whose values it reads, otherwise in the order of the graph. But one whose values only
/// the caller reads, such as a parameter's gradient, runs as soon as it can: what it reads is then free the sooner.
/// </summary>
internal static class Scheduler
{
    public static KernelProgram Order(KernelGraph kernels, Graph graph, Liveness liveness)
    {
        var position = graph.Nodes.Select((node, index) => (node, index)).ToDictionary(p => p.node, p => p.index);
        foreach (var kernel in kernels.Kernels) FixStores(kernel, liveness, position);

        var running = kernels.Kernels.Where(k => k.Stores.Count > 0).ToList();
        var producers = running.ToDictionary(k => k, k => new HashSet<Kernel>(liveness.ReadsOf(k)
            .SelectMany(r => kernels.ProducersOf(r.Node)).Where(p => p != k && p.Stores.Count > 0)));
        var consumers = producers.SelectMany(p => p.Value.Select(producer => (producer, p.Key))).ToLookup(p => p.producer, p => p.Key);
        var places = running.OrderBy(k => consumers[k].Any() ? 1 : 0).ThenBy(k => Position(k, position)).ThenBy(k => k.Id)
            .Select((kernel, place) => (kernel, place)).ToDictionary(p => p.kernel, p => p.place);

        var ready = new SortedDictionary<int, Kernel>();
        foreach (var kernel in running.Where(k => producers[k].Count == 0)) ready.Add(places[kernel], kernel);
        var order = new List<Kernel>();
        while (ready.Count > 0)
        {
            var (place, next) = (ready.First().Key, ready.First().Value);
            ready.Remove(place);
            order.Add(next);
            foreach (var consumer in consumers[next])
            {
                if (producers[consumer].Remove(next) && producers[consumer].Count == 0) ready.Add(places[consumer], consumer);
            }
        }

        if (order.Count < running.Count) throw new InvalidOperationException("The kernels wait for each other.");
        return new KernelProgram(order, order.ToDictionary(k => k, liveness.ReadsOf), graph.Outputs);
    }

    /// <summary>Where the kernel is in the graph's order.</summary>
    private static int Position(Kernel kernel, Dictionary<Node, int> position) =>
        kernel.Loop is null ? kernel.Stores.Min(s => position[s.Value]) : position[kernel.Call!];

    private static void FixStores(Kernel kernel, Liveness liveness, Dictionary<Node, int> position)
    {
        if (kernel.Loop is { } loop && kernel.Members.Keys.Any(liveness.Live.Contains))
        {
            kernel.Stores.AddRange(loop.Results.Select(r => new Store(r, Access.Identity(r.Shape), r, Access.Identity(r.Shape))));
            return;
        }

        kernel.Stores.RemoveAll(s => !liveness.Live.Contains(s.Target));
        foreach (var (node, access) in kernel.Members.Select(m => (m.Key, m.Value)).OrderBy(m => position[m.Key]))
        {
            if (liveness.Live.Contains(node)) kernel.Stores.Add(new Store(node, access, node, access));
        }
    }
}
