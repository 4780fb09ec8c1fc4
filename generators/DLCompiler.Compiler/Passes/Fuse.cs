using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Sorts the nodes of a graph into kernels. In the order of the graph, a node joins the kernel that makes one of its inputs,
/// wherever its value can be computed right where that input is in a register; else it starts a kernel of its own. Then
/// what is cheaper to compute again than to keep is no longer kept, and kernels that walk the same data are merged.
/// </summary>
public sealed class Fuse
{
    private readonly Graph _graph;
    private readonly KernelGraph _kernels = new();
    private readonly HashSet<Node> _inlined = [];

    /// <summary>The nodes so far, in the order of the graph.</summary>
    private readonly HashSet<Node> _placed = [];

    private readonly IReadOnlyCollection<string> _symbols;
    private readonly Dictionary<Node, List<Node>> _users;

    private Fuse(Graph graph, IReadOnlyCollection<string> symbols)
    {
        (_graph, _symbols) = (graph, symbols);
        _users = graph.Users();
    }

    /// <summary>Concatenations that nothing but the place where they are inserted has.</summary>
    private HashSet<Node> Inserted { get; } = [];

    /// <summary>The kernels of a graph of primitives, in an order in which they can run.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="symbols">Names that the positions of loops cannot have, besides those in the graph's shapes.</param>
    public static KernelProgram Run(Graph graph, IReadOnlyCollection<string>? symbols = null)
    {
        var fuse = new Fuse(WithDistinctOutputs(LowerPads.Run(LowerScans.Run(graph))), symbols ?? []);
        fuse.FindInserted();
        foreach (var node in fuse._graph.Nodes)
        {
            fuse._placed.Add(node);
            fuse.Place(node);
        }

        foreach (var output in fuse._graph.Outputs) fuse.CarryOut(output.Value);
        var outputs = new HashSet<Node>(fuse._graph.Outputs.Select(o => o.Value));
        var liveness = new Liveness(fuse._kernels, outputs);
        new Recomputation(fuse._kernels, outputs, liveness).Run(fuse._graph.Nodes);
        liveness = MergeKernels.Run(fuse._kernels, outputs, liveness);
        return Checkpoints.Run(Scheduler.Order(fuse._kernels, fuse._graph, liveness));
    }

    /// <summary>
    /// Each output gets a node of its own that some kernel computes. A reshape on top leaves the bytes as they are and is
    /// dropped.
    /// </summary>
    private static Graph WithDistinctOutputs(Graph graph)
    {
        var seen = new HashSet<Node>();
        return new Graph([.. graph.Outputs.Select(o =>
        {
            var value = o.Value;
            while (value.Op is Reshape) value = value.Inputs[0];
            if (value.Op is Leaf or RandomUniform || !seen.Add(value)) value = new Node(new Copy(), value).From(o.Value.Origin);
            return o with { Value = value };
        })]);
    }

    private void FindInserted()
    {
        var nodes = _graph.Nodes;
        Inserted.UnionWith(nodes.Where(n => n.Op is Insert).SelectMany(n => n.Inputs).Where(i => i.Op is Concat));
        Inserted.ExceptWith(nodes.Where(n => n.Op is not Insert).SelectMany(n => n.Inputs));
    }

    private void Place(Node node)
    {
        switch (node.Op)
        {
            case Elementwise: PlaceElementwise(node); break;
            case Reduce reduce: PlaceReduce(node, reduce); break;
            case Contraction contraction: PlaceProduct(node, contraction); break;
            case Concat concat when !Inserted.Contains(node): PlaceConcat(node, concat); break;
            case Insert insert: PlaceInsert(node, insert); break;
            case LibraryCall: PlaceCall(node); break;
            case ScanLoop: PlaceScan(node); break;
            case Result: PlaceResult(node); break;
        }
    }

    private void PlaceElementwise(Node node)
    {
        if (Recomputation.IsCheapFromLeaves(node, _inlined))
        {
            _inlined.Add(node);
            return;
        }

        var ways = new List<(Kernel Kernel, Access Access)>();
        foreach (var input in node.Inputs) ways.AddRange(Ways(input));
        if (ways.Count > 1) ways = [.. ways.OrderByDescending(w => w.Kernel.Id)];
        foreach (var (kernel, access) in ways)
        {
            if (TryJoin(kernel, node, access)) return;
        }

        var own = _kernels.Start(node, node.Shape);
        _kernels.AddReads(own, ReadsAfterCarryingOut(own, node));
    }

    /// <summary>
    /// Joins a kernel that walks the reduced axes, or starts one. A kernel need not walk them even if it has the input: where only
    /// a check at run time says that N is 1, what has one element stands for [N].
    /// </summary>
    private void PlaceReduce(Node node, Reduce reduce)
    {
        var input = node.Inputs[0];
        foreach (var (kernel, access) in Ways(input).Where(w => w.Kernel.Product is null))
        {
            var axes = access.AxesOf(reduce.Axes).ToEquatableArray();
            bool fits = kernel.ReduceAxes.Count == 0 ? axes.Count > 0 && IsComplete(access, kernel) : kernel.ReduceAxes == axes;
            if (!fits || access.Reduce(reduce.Axes) is not { } result || !IsAtHand(input, access, kernel)) continue;
            kernel.ReduceAxes = axes;
            kernel.ReduceInputs[node] = access;
            _kernels.Join(kernel, node, result, []);
            return;
        }

        var identity = Access.Identity(input.Shape);
        var own = _kernels.Start(node, input.Shape);
        own.Remove(node);
        own.Add(node, identity.Reduce(reduce.Axes)!);
        own.ReduceAxes = identity.AxesOf(reduce.Axes).ToEquatableArray();
        own.ReduceInputs[node] = identity;
        _kernels.AddReads(own, ReadsAfterCarryingOut(own, node));
    }

    private void PlaceProduct(Node node, Contraction contraction)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            while (ProductOperand.Of(node, i, _kernels.IsInMemory) is null)
                CarryOut(ProductOperand.Obstacle(node, i, _kernels.IsInMemory));
        }

        if (ProductShape.Of(node, _kernels.IsInMemory) is null)
        {
            foreach (var operand in node.Inputs) CarryOut(operand);
        }

        var kernel = _kernels.Start(node, contraction.Space(node), product: node);
        _kernels.AddReads(kernel, ProductOperand.ReadsOf(node, _kernels.IsInMemory));
    }

    /// <summary>What the run-time library computes from operands in memory.</summary>
    private void PlaceCall(Node node)
    {
        var kernel = _kernels.Start(node, node.Shape, call: node);
        _kernels.AddReads(kernel, ReadsAfterCarryingOut(kernel, node));
    }

    /// <summary>The kernel of the op leaves each result in memory.</summary>
    private void PlaceResult(Node node) =>
        _kernels.Join(_kernels.ProducersOf(node.Inputs[0])[0], node, Access.Identity(node.Shape), []);

    /// <summary>The kernels of a loop run together, where the loop is.</summary>
    private void PlaceScan(Node node)
    {
        foreach (var operand in node.Inputs)
        {
            while (FuseSteps.Obstacle(operand, _kernels.IsInMemory) is { } obstacle) CarryOut(obstacle);
        }

        var used = _graph.Nodes.Where(n => n.Op is Result && n.Inputs[0] == node)
            .ToDictionary(n => ((Result)n.Op).Index);
        var results = Enumerable.Range(0, node.Types.Count)
            .Select(i => used.TryGetValue(i, out var result) ? result : node.Result(i)).ToList();
        var symbols = _graph.Nodes.SelectMany(n => n.Types).SelectMany(t => t.Shape.Dims).SelectMany(d => d.Symbols());
        var kernel = _kernels.Start(node, node.Shape, call: node);
        NameSecondPlaces((ScanLoop)node.Op, results);
        kernel.Loop = FuseSteps.Run(node, results, _kernels.IsInMemory, [.. _symbols, .. symbols.Distinct()]);
        _kernels.AddReads(kernel, kernel.Loop.Reads);
    }

    private static void NameSecondPlaces(ScanLoop scan, List<Node> results)
    {
        for (int s = 0; s < scan.States; s++)
        {
            if (scan.Kept[s] || results[s].Origin is not { Name: { } name } origin) continue;
            string next = "next" + char.ToUpperInvariant(name[0]) + name.Substring(1);
            results[scan.SecondPlace(s)].From(origin with { Name = next });
        }
    }

    /// <summary>Each part is stored where it belongs.</summary>
    private void PlaceConcat(Node node, Concat concat)
    {
        var start = Dim.Zero;
        foreach (var part in node.Inputs)
        {
            var at = start;
            PlacePart(part, node, access => access.Into(node.Shape, concat.Axis, at));
            start += part.Shape[concat.Axis];
        }
    }

    /// <summary>The parts of a concatenation that nothing else has go where it goes.</summary>
    private void PlaceInsert(Node node, Insert insert)
    {
        var value = node.Inputs[0];
        Access? Into(Access? access) => access?.Into(node.Shape, 0, insert.Position);
        if (value.Op is not Concat concat || !Inserted.Contains(value))
        {
            PlacePart(value, node, Into);
            return;
        }

        var start = Dim.Zero;
        foreach (var part in value.Inputs)
        {
            var at = start;
            PlacePart(part, node, access => Into(access.Into(value.Shape, concat.Axis, at)));
            start += part.Shape[concat.Axis];
        }
    }

    /// <summary>Stores a part of a value where it belongs, by the kernel that makes it where that is possible.</summary>
    private void PlacePart(Node part, Node whole, Func<Access, Access?> into)
    {
        var ways = Ways(part).Where(w => IsAtHand(part, w.Access, w.Kernel)).OrderByDescending(w => w.Kernel.Id)
            .Select(w => (w.Kernel, w.Access, Target: into(w.Access)));
        var way = ways.FirstOrDefault(w => w.Target is not null);
        if (way.Kernel is null)
        {
            var identity = Access.Identity(part.Shape);
            way = (_kernels.Start(whole, part.Shape), identity, into(identity));
            var expansion = new Expansion(way.Kernel, _kernels.IsInMemory);
            while (!expansion.Add(part, identity))
            {
                CarryOut(expansion.Blocked!);
                expansion = new Expansion(way.Kernel, _kernels.IsInMemory);
            }

            _kernels.AddReads(way.Kernel, expansion.Reads);
        }

        way.Kernel.Stores.Add(new Store(part, way.Access, whole, way.Target!));
        _kernels.AddProducer(whole, way.Kernel);
    }

    /// <summary>
    /// Puts the result of a movement op, or a value that was computed anew wherever it is used, in memory as it is. The kernels
    /// that computed it for themselves read it from there, and so wait for the kernel that leaves it.
    /// </summary>
    private void CarryOut(Node node)
    {
        if (_kernels.ProducersOf(node).Count > 0) return;
        var readers = KernelsThatCompute(node);
        if (!TryCarryOut(node, readers))
        {
            var own = _kernels.Start(node, node.Shape);
            _kernels.AddReads(own, ReadsAfterCarryingOut(own, node));
        }

        foreach (var reader in readers) _kernels.AddReadsOf(node, reader);
    }

    /// <summary>Puts the node in memory where its input is in a register.</summary>
    private bool TryCarryOut(Node node, HashSet<Kernel> readers)
    {
        if (node.Inputs.Count == 0) return false;
        foreach (var (kernel, access) in Ways(node.Inputs[0]))
        {
            if (access.Backward(node) is not { } result || !IsAtHand(node.Inputs[0], access, kernel)) continue;
            if (readers.Any(r => _kernels.Needs(kernel, r))) continue;
            _kernels.Join(kernel, node, result, []);
            return true;
        }

        return false;
    }

    /// <summary>The kernels that look through the node, which is not in memory, on the way to their own values.</summary>
    private HashSet<Kernel> KernelsThatCompute(Node node)
    {
        var kernels = new HashSet<Kernel>();
        var seen = new HashSet<Node> { node };
        var stack = new Stack<Node>(seen);
        while (stack.Count > 0)
        {
            var value = stack.Pop();
            if (!_users.TryGetValue(value, out var users)) continue;
            foreach (var user in users.Where(_placed.Contains))
            {
                var producers = _kernels.ProducersOf(user);
                if (user.Op is Concat or Insert) kernels.UnionWith(producers.Where(k => k.Stores.Any(s => s.Value == value)));
                else kernels.UnionWith(producers);
                if (producers.Count == 0 && seen.Add(user)) stack.Push(user);
            }
        }

        return kernels;
    }

    /// <summary>
    /// The kernels that compute <paramref name="input"/>, seen through movement ops, with the element of it that each point
    /// of the kernel has at hand. A broadcast value is at hand all over a kernel of the broadcast's own space.
    /// </summary>
    private IEnumerable<(Kernel Kernel, Access Access)> Ways(Node input)
    {
        var movements = new Stack<Node>();
        var source = input;
        while (source.Op is Reshape or Permute or Broadcast or Slice && _kernels.ProducersOf(source).Count == 0)
        {
            movements.Push(source);
            source = source.Inputs[0];
        }

        foreach (var kernel in _kernels.ProducersOf(source))
        {
            if (kernel.Call is not null || !kernel.Members.TryGetValue(source, out var access)) continue;
            var seen = movements.Aggregate((Access?)access, (a, movement) => a?.Backward(movement));
            if (seen is not null) yield return (kernel, seen);
            else if (input.Shape == kernel.Space) yield return (kernel, Access.Identity(kernel.Space));
        }
    }

    private bool TryJoin(Kernel kernel, Node node, Access access)
    {
        var expansion = new Expansion(kernel, _kernels.IsInMemory);
        if (!expansion.AddInputs(node, access)) return false;
        var others = expansion.Reads.SelectMany(r => _kernels.ProducersOf(r.Node)).Distinct();
        if (others.Any(k => k == kernel || _kernels.Needs(k, kernel))) return false;
        _kernels.Join(kernel, node, access, expansion.Reads);
        return true;
    }

    /// <summary>Whether a kernel has the value in a register, without reading anything for it.</summary>
    private bool IsAtHand(Node node, Access access, Kernel kernel)
    {
        var expansion = new Expansion(kernel, _kernels.IsInMemory);
        return expansion.Add(node, access) && expansion.Reads.Count == 0;
    }

    private List<Read> ReadsAfterCarryingOut(Kernel kernel, Node node)
    {
        while (true)
        {
            var expansion = new Expansion(kernel, _kernels.IsInMemory);
            if (expansion.AddInputs(node, kernel.Members[node])) return expansion.Reads;
            if (expansion.Blocked is not { } blocked || blocked == node)
                throw new InvalidOperationException($"{node} cannot be computed in {kernel}.");
            CarryOut(blocked);
        }
    }

    /// <summary>Whether each point of the kernel has an element of its own.</summary>
    private static bool IsComplete(Access access, Kernel kernel) =>
        access.Segments.SelectMany(s => s.Index.Terms).Select(t => t.Axis).Distinct().Count()
            == kernel.Space.Dims.Count(d => d != Dim.One);
}
