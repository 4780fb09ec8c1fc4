using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Lets the kernels of checkpointed blocks run again before the backward pass reads what they compute, so that it need not
/// be kept (Chen et al. 2016). They are the same kernels, which write to other memory: every value is the same to the bit,
/// and there is no further code. A checkpoint within another one does the same to the outer one's second run.
/// </summary>
internal sealed class Checkpoints
{
    private readonly KernelProgram _program;
    private readonly HashSet<Node> _outputs;
    private readonly Dictionary<CheckpointedCall, Dim> _saved = [];
    private readonly Dictionary<Node, Node> _originals = [];
    private readonly List<Item> _items;
    private int _passes;

    private Checkpoints(KernelProgram program)
    {
        _program = program;
        _outputs = [.. program.Outputs.Select(o => o.Value)];
        var value = program.Outputs.Where(o => o.Kind == OutputKind.Loss).Select(o => o.Value).FirstOrDefault();
        int loss = program.Kernels.ToList().FindLastIndex(k => k.Stores.Any(s => s.Target == value));
        _items = [.. program.Kernels.Select((k, i) => new Item(new KernelRun(k), PathOf(k), i <= loss, 0))];
    }

    public static KernelProgram Run(KernelProgram program)
    {
        var pass = new Checkpoints(program);
        var calls = pass._items.Where(i => i.IsForward).SelectMany(i => i.Path.Select((call, depth) => (Call: call, Depth: depth)))
            .Distinct().OrderBy(c => c.Depth).Select(c => c.Call).ToList();
        if (calls.Count == 0 || program.Outputs.All(o => o.Kind != OutputKind.ParameterGradient)) return program;
        foreach (var call in calls)
        {
            foreach (int number in pass._items.Where(i => i.IsForward && i.Path.Contains(call)).Select(i => i.Pass).Distinct().ToList())
                pass.RunAgain(call, number);
        }

        return program with { Runs = pass.Used(), Saved = pass._saved };
    }

    /// <summary>The checkpoints that all values of a kernel are in, the outermost first.</summary>
    private static IReadOnlyList<CheckpointedCall> PathOf(Kernel kernel)
    {
        var paths = kernel.Stores.Select(s => (s.Value.Origin ?? kernel.Call?.Origin)?.Checkpoints ?? []).ToList();
        int depth = 0;
        while (paths.All(p => p.Count > depth && p[depth] == paths[0][depth])) depth++;
        return [.. paths[0].Take(depth)];
    }

    /// <summary>Frees what a checkpoint keeps for the backward pass, and computes it again before the first use there.</summary>
    /// <param name="call">The checkpoint.</param>
    /// <param name="pass">0 for the forward pass, else the number of an outer checkpoint's second run.</param>
    private void RunAgain(CheckpointedCall call, int pass)
    {
        bool IsIn(Item item) => item.Pass == pass && item.Path.Contains(call);
        int end = _items.FindLastIndex(i => IsIn(i) && i.IsForward);
        var own = Enumerable.Range(0, end + 1).Where(i => IsIn(_items[i])).ToList();
        var writers = Lookup(i => WrittenBy(_items[i]));
        var readers = Lookup(i => ReadBy(_items[i]));
        var kept = own.SelectMany(i => WrittenBy(_items[i])).Distinct().Where(n => IsOpen(n) && readers[n].Any(r => r > end)).ToList();
        if (kept.Count == 0) return;

        var again = new SortedSet<int>();
        var versions = new Dictionary<Node, Node>();
        var open = new Stack<Node>(kept);
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (versions.ContainsKey(node)) continue;
            versions.Add(node, Version(node));
            foreach (int writer in writers[node].Where(again.Add))
            {
                foreach (var read in ReadBy(_items[writer]).Where(IsOpen)) open.Push(read);
            }
        }

        _passes++;
        List<Item> before = [.. again.Select(i => _items[i] with { Run = Again(_items[i].Run, versions), Pass = _passes, IsForward = true })];
        int first = kept.SelectMany(n => readers[n]).Where(r => r > end).Min();
        foreach (int reader in kept.SelectMany(n => readers[n]).Where(r => r > end).Distinct())
            _items[reader] = _items[reader] with { Run = Moved(_items[reader].Run, versions) };
        _items.InsertRange(first, before);
        _saved.TryGetValue(call, out var saved);
        _saved[call] = kept.Aggregate(saved ?? Dim.Zero, (sum, node) => sum + node.Shape.Count);

        // Whether the checkpoint computes the value and no forward pass reads it outside: then it is no result.
        bool IsOpen(Node node) => !_outputs.Contains(node) && writers[node].Any() && writers[node].All(own.Contains)
            && !readers[node].Any(r => r > end && _items[r].IsForward);
    }

    private ILookup<Node, int> Lookup(Func<int, IEnumerable<Node>> nodes) =>
        Enumerable.Range(0, _items.Count).SelectMany(i => nodes(i).Distinct().Select(node => (node, i)))
            .ToLookup(p => p.node, p => p.i);

    private static IEnumerable<Node> WrittenBy(Item item) => item.Run.Kernel.Stores.Select(s => item.Run.Of(s.Target));

    private IEnumerable<Node> ReadBy(Item item) => _program.Reads[item.Run.Kernel].Select(r => item.Run.Of(r.Node));

    /// <summary>The run with what it reads and writes elsewhere, where that has moved.</summary>
    private KernelRun Moved(KernelRun run, Dictionary<Node, Node> versions)
    {
        var own = run.Versions.ToDictionary(v => v.Key, v => v.Value);
        foreach (var node in _program.Reads[run.Kernel].Select(r => r.Node).Concat(_program.WrittenBy(run.Kernel)))
        {
            if (versions.TryGetValue(run.Of(node), out var version)) own[node] = version;
        }

        return run with { Versions = own };
    }

    /// <summary>A second run that leaves the given values in other memory; what else it writes goes where nobody reads it.</summary>
    private KernelRun Again(KernelRun run, Dictionary<Node, Node> versions)
    {
        var moved = Moved(run, versions);
        var own = moved.Versions.ToDictionary(v => v.Key, v => v.Value);
        foreach (var written in _program.WrittenBy(run.Kernel).Where(w => moved.Of(w) == run.Of(w))) own[written] = Version(written);
        return run with { Versions = own };
    }

    /// <summary>Other memory for the same value.</summary>
    private Node Version(Node node)
    {
        if (_originals.TryGetValue(node, out var original)) node = original;
        var origin = node.Origin is { Name: { } name } named ? named with { Name = name + "Again" } : node.Origin;
        var version = new Node(node.Op, [.. node.Inputs]).From(origin);
        _originals.Add(version, node);
        return version;
    }

    /// <summary>The runs; second ones only where a later run reads what they write.</summary>
    private IReadOnlyList<KernelRun> Used()
    {
        var used = new List<KernelRun>();
        var read = new HashSet<Node>();
        foreach (var item in Enumerable.Reverse(_items))
        {
            if (item.Pass > 0 && !WrittenBy(item).Any(read.Contains)) continue;
            used.Add(item.Run);
            read.UnionWith(ReadBy(item));
        }

        used.Reverse();
        return used;
    }

    /// <param name="Run">A run of a kernel.</param>
    /// <param name="Path">The checkpoints that it is in.</param>
    /// <param name="IsForward">Whether it is part of a forward pass: of the one to the loss, or of a second run.</param>
    /// <param name="Pass">The number of the second run that it is part of; 0 where it is its kernel's first.</param>
    private sealed record Item(KernelRun Run, IReadOnlyList<CheckpointedCall> Path, bool IsForward, int Pass);
}
