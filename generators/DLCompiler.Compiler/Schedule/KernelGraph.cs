using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// Kernels while they are being formed: which kernel computes a node, and who reads whose values.
/// </summary>
internal sealed class KernelGraph
{
    private readonly Dictionary<Node, List<Kernel>> _producers = [];
    private readonly HashSet<Node> _recomputed = [];
    private readonly Dictionary<Kernel, Order> _orders = [];

    public List<Kernel> Kernels { get; } = [];

    /// <summary>Whether a kernel leaves the node's value in memory for others.</summary>
    public bool IsInMemory(Node node) => _producers.ContainsKey(node) && !_recomputed.Contains(node);

    /// <summary>The kernels that together compute the node: several for a concatenation.</summary>
    public IReadOnlyList<Kernel> ProducersOf(Node node) => _producers.TryGetValue(node, out var list) ? list : [];

    public Kernel Start(Node node, Shapes.Shape space, Node? product = null, Node? call = null)
    {
        var kernel = new Kernel(Kernels.Count, space, product) { Call = call };
        Kernels.Add(kernel);
        _orders[kernel] = new Order();
        var access = Access.Identity(space);
        if (node.Op is not (Concat or Insert)) Join(kernel, node, product is null ? access : access.As(product.Shape), []);
        return kernel;
    }

    /// <summary>Makes <paramref name="kernel"/> compute <paramref name="node"/>, for which it reads <paramref name="reads"/>.</summary>
    public void Join(Kernel kernel, Node node, Access access, IEnumerable<Read> reads)
    {
        kernel.Add(node, access);
        AddProducer(node, kernel);
        AddReads(kernel, reads);
    }

    public void AddProducer(Node node, Kernel kernel)
    {
        if (!_producers.TryGetValue(node, out var list)) _producers[node] = list = [];
        if (!list.Contains(kernel)) list.Add(kernel);
    }

    public void AddReads(Kernel kernel, IEnumerable<Read> reads)
    {
        foreach (var read in reads) AddReadsOf(read.Node, kernel);
    }

    /// <summary>Makes <paramref name="kernel"/> wait for all that leave a part of the node in memory.</summary>
    public void AddReadsOf(Node node, Kernel kernel)
    {
        foreach (var producer in ProducersOf(node))
        {
            if (producer != kernel) Wait(kernel, producer);
        }
    }

    /// <summary>Whether <paramref name="kernel"/> must run after <paramref name="other"/>.</summary>
    public bool Needs(Kernel kernel, Kernel other)
    {
        int level = _orders[other].Level;
        if (_orders[kernel].Level <= level) return false;
        var seen = new HashSet<Kernel> { kernel };
        var stack = new Stack<Kernel>(seen);
        while (stack.Count > 0)
        {
            foreach (var needed in _orders[stack.Pop()].Needs)
            {
                if (needed == other) return true;
                if (_orders[needed].Level > level && seen.Add(needed)) stack.Push(needed);
            }
        }

        return false;
    }

    /// <summary>Whether <paramref name="kernel"/> waits for <paramref name="other"/> through a third kernel.</summary>
    public bool NeedsIndirectly(Kernel kernel, Kernel other) =>
        _orders[kernel].Needs.Any(between => between != other && Needs(between, other));

    /// <summary>Takes the node out of memory: each reader computes it again.</summary>
    public void Recompute(Node node) => _recomputed.Add(node);

    public void Restore(Node node) => _recomputed.Remove(node);

    /// <summary>Moves all of <paramref name="from"/> into <paramref name="into"/>.</summary>
    public void Merge(Kernel into, Kernel from)
    {
        foreach (var (node, access) in from.Members.Select(m => (m.Key, m.Value)))
        {
            if (!into.Members.ContainsKey(node)) into.Add(node, access);
        }

        foreach (var pair in from.ReduceInputs) into.ReduceInputs[pair.Key] = pair.Value;
        into.Stores.AddRange(from.Stores);
        foreach (var node in from.Members.Keys.Concat(from.Stores.Select(s => s.Target)))
        {
            if (_producers[node] is var list && list.Remove(from) && !list.Contains(into)) list.Add(into);
        }

        var order = _orders[from];
        foreach (var needed in order.Needs) _orders[needed].NeededBy.Remove(from);
        foreach (var user in order.NeededBy) _orders[user].Needs.Remove(from);
        _orders.Remove(from);
        foreach (var needed in order.Needs.Where(n => n != into)) Wait(into, needed);
        foreach (var user in order.NeededBy.Where(u => u != into)) Wait(user, into);
        Kernels.Remove(from);
    }

    private void Wait(Kernel kernel, Kernel needed)
    {
        var order = _orders[needed];
        if (!_orders[kernel].Needs.Add(needed)) return;
        order.NeededBy.Add(kernel);
        var open = new Stack<(Kernel Kernel, int Level)>([(kernel, order.Level + 1)]);
        while (open.Count > 0)
        {
            var (later, level) = open.Pop();
            if (_orders[later].Level >= level) continue;
            if (later == needed) throw new InvalidOperationException($"{kernel} and {needed} wait for each other.");
            _orders[later].Level = level;
            foreach (var user in _orders[later].NeededBy) open.Push((user, level + 1));
        }
    }

    /// <summary>A kernel among the others.</summary>
    private sealed class Order
    {
        /// <summary>What it waits for.</summary>
        public HashSet<Kernel> Needs { get; } = [];

        /// <summary>What waits for it.</summary>
        public HashSet<Kernel> NeededBy { get; } = [];

        /// <summary>Above that of all that it waits for, so that a search for one of those ends early.</summary>
        public int Level { get; set; }
    }
}
