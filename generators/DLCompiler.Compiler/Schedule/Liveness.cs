using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// Which values must be in memory, and who reads them: what the outputs reach through the kernels. It follows changes of the
/// kernels one by one, because looking at a deep network anew for each would take the square of its depth.
/// </summary>
internal sealed class Liveness
{
    private readonly KernelGraph _kernels;
    private readonly HashSet<Node> _outputs;
    private readonly Dictionary<Kernel, HashSet<Node>> _needed = [];
    private readonly Dictionary<Kernel, List<Read>> _reads = [];
    private readonly Dictionary<Node, List<Kernel>> _readers = [];
    private readonly Queue<Kernel> _changed = [];
    private readonly HashSet<Kernel> _waiting = [];
    private readonly KnownReads? _known;

    /// <param name="kernels">The kernels.</param>
    /// <param name="outputs">What the caller reads.</param>
    /// <param name="known">What kernels that have not changed since read; null where what is in memory still changes.</param>
    public Liveness(KernelGraph kernels, IReadOnlyCollection<Node> outputs, KnownReads? known = null)
    {
        _kernels = kernels;
        _known = known;
        _outputs = [.. outputs];
        foreach (var output in outputs) Require(output);
        Settle();
    }

    /// <summary>The nodes in memory that are needed, inputs and parameters among them.</summary>
    public HashSet<Node> Live { get; } = [];

    /// <summary>What the kernel reads, operands of its product included.</summary>
    public IReadOnlyList<Read> ReadsOf(Kernel kernel) => _reads.TryGetValue(kernel, out var reads) ? reads : [];

    public IReadOnlyList<Kernel> ReadersOf(Node node) => _readers.TryGetValue(node, out var readers) ? readers : [];

    /// <summary>Whether a kernel takes the node as a whole, as a product takes its operands, so that it must be in memory.</summary>
    public bool IsOperand(Node node) => ReadersOf(node).Any(k => ReadsOf(k).Any(r => r.Node == node && r.Whole));

    /// <summary>Follows a node that has been taken out of memory: its readers read what it is made of instead.</summary>
    public void Recomputed(Node node)
    {
        foreach (var reader in ReadersOf(node)) Change(reader);
        Settle();
    }

    private IEnumerable<Read> Operands(Node product) =>
        ProductOperand.ReadsOf(product, _kernels.IsInMemory);

    private void Require(Node node)
    {
        if (!Live.Add(node)) return;
        foreach (var kernel in _kernels.ProducersOf(node))
        {
            if (!_needed.TryGetValue(kernel, out var needed)) _needed[kernel] = needed = [];
            needed.Add(node);
            Change(kernel);
        }
    }

    private void Release(Node node)
    {
        if (_outputs.Contains(node) || !Live.Remove(node)) return;
        foreach (var kernel in _kernels.ProducersOf(node))
        {
            if (_needed[kernel].Remove(node)) Change(kernel);
        }
    }

    private void Change(Kernel kernel)
    {
        if (_waiting.Add(kernel)) _changed.Enqueue(kernel);
    }

    private void Settle()
    {
        while (_changed.Count > 0)
        {
            var kernel = _changed.Dequeue();
            _waiting.Remove(kernel);
            var before = ReadsOf(kernel);
            var now = ReadsNeededBy(kernel);
            _reads[kernel] = now;
            for (int i = 0; i < now.Count; i++)
            {
                if (!Has(before, before.Count, now[i].Node) && !Has(now, i, now[i].Node)) AddReader(now[i].Node, kernel);
            }

            for (int i = 0; i < before.Count; i++)
            {
                if (!Has(now, now.Count, before[i].Node) && !Has(before, i, before[i].Node)) RemoveReader(before[i].Node, kernel);
            }
        }
    }

    /// <summary>Whether one of the first reads is of the node.</summary>
    private static bool Has(IReadOnlyList<Read> reads, int count, Node node)
    {
        for (int i = 0; i < count; i++)
        {
            if (reads[i].Node == node) return true;
        }

        return false;
    }

    private void AddReader(Node node, Kernel kernel)
    {
        if (!_readers.TryGetValue(node, out var readers)) _readers[node] = readers = [];
        readers.Add(kernel);
        Require(node);
    }

    private void RemoveReader(Node node, Kernel kernel)
    {
        var readers = _readers[node];
        readers.Remove(kernel);
        if (readers.Count == 0) Release(node);
    }

    /// <summary>What the kernel reads in order to leave in memory what is needed of it.</summary>
    private List<Read> ReadsNeededBy(Kernel kernel)
    {
        if (!_needed.TryGetValue(kernel, out var needed) || needed.Count == 0) return [];
        return _known is null ? FindReads(kernel, needed) : _known.Of(kernel, needed, () => FindReads(kernel, needed));
    }

    private List<Read> FindReads(Kernel kernel, HashSet<Node> needed)
    {
        var expansion = new Expansion(kernel, _kernels.IsInMemory, intoMembers: true);
        foreach (var node in needed)
        {
            bool possible = node.Op is Concat or Insert
                ? kernel.Stores.Where(s => s.Target == node).All(s => expansion.Add(s.Value, s.ValueAccess))
                : expansion.Add(node, kernel.Members[node]);
            if (!possible) throw new InvalidOperationException($"{kernel} cannot compute {node}.");
        }

        if (kernel.Product is { } product) expansion.Reads.AddRange(Operands(product));
        return expansion.Reads;
    }
}
