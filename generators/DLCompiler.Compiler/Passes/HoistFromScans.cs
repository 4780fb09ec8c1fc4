using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes.Simplification;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Moves work out of scans to where it is done for all steps at once. Products and sums that no state goes into are
/// computed before the loop, with what can follow them; those that no next state needs are computed after it, from what
/// the loop leaves. So the products with a sequence are one, and the gradient of a captured matrix is one product along
/// all rows of all steps.
/// </summary>
public sealed class HoistFromScans
{
    private readonly Scan _scan;
    private readonly IReadOnlyList<Node> _nodes;
    private readonly HashSet<Node> _free = [];
    private readonly HashSet<Node> _constant = [];
    private readonly HashSet<Node> _before = [];
    private readonly HashSet<Node> _after = [];
    private readonly List<Node> _left = [];

    private HoistFromScans(Scan scan)
    {
        _scan = scan;
        _nodes = Graph.TopologicalOrder(scan.Step.Results);
        FindFree();
        ChooseBefore();
        ChooseAfter();
    }

    private IEnumerable<Node> Outputs => _scan.Step.Results.Skip(_scan.States);

    public static Graph Run(Graph graph)
    {
        var hoisted = graph.ReplaceResults<Scan>((scan, _, node) =>
            new HoistFromScans(scan) is { HasWork: true } pass ? pass.Rewrite(node) : null);
        if (!hoisted.Has<Scan>()) return hoisted;
        return ShareCommon.Run(Simplify.Run(PruneScans.Run(hoisted)));
    }

    private bool HasWork => _before.Any(IsBoundary) || _after.Count > 0 || Outputs.Any(_free.Contains);

    /// <summary>What no state goes into, and has a form for all steps; of that, what is the same in all.</summary>
    private void FindFree()
    {
        for (int p = 0; p < _scan.Step.Parameters.Count; p++)
        {
            if (p >= _scan.Sequences && p < _scan.Sequences + _scan.States) continue;
            _free.Add(_scan.Step.Parameters[p]);
            if (p >= _scan.Sequences) _constant.Add(_scan.Step.Parameters[p]);
        }

        foreach (var node in _nodes.Where(n => n.Op is not BodyParameter && AllSteps.Can(n.Op)))
        {
            if (node.Inputs.All(_free.Contains)) _free.Add(node);
            if (node.Inputs.All(_constant.Contains)) _constant.Add(node);
        }
    }

    /// <summary>Products and sums, what goes into them, and what follows them without growing.</summary>
    private void ChooseBefore()
    {
        var roots = _nodes.Where(n => _free.Contains(n) && n.Op is MatMul or Reduce && _free.Contains(n));
        _before.UnionWith(Graph.TopologicalOrder(roots));
        foreach (var node in _nodes.Where(n => _free.Contains(n) && !_before.Contains(n) && n.Inputs.Count > 0))
        {
            bool follows = node.Inputs.All(i => _before.Contains(i) || _constant.Contains(i))
                && node.Inputs.Any(i => _before.Contains(i) && i.Op is not BodyParameter && i.Shape.Count == node.Shape.Count);
            if (follows) _before.Add(node);
        }
    }

    private void ChooseAfter()
    {
        var next = new HashSet<Node>(Graph.TopologicalOrder(_scan.Step.Results.Take(_scan.States)));
        var users = _nodes.SelectMany(n => n.Inputs.Select(i => (Input: i, User: n))).ToLookup(p => p.Input, p => p.User);
        var can = new HashSet<Node>();
        foreach (var node in _nodes.Reverse())
        {
            bool canWait = AllSteps.Can(node.Op) && !_free.Contains(node) && !next.Contains(node);
            if (canWait && node.Inputs.Count > 0 && users[node].All(can.Contains)) can.Add(node);
        }

        AddAfter(can, n => n.Op is MatMul);
        var left = new HashSet<Node>(_after.SelectMany(n => n.Inputs).Select(Unmoved).Concat(Outputs));
        AddAfter(can, n => n.Op is Reduce && left.Contains(Unmoved(n.Inputs[0])));
        foreach (var node in _after.SelectMany(n => n.Inputs).Select(Unmoved))
        {
            if (!_after.Contains(node) && !_free.Contains(node) && !_left.Contains(node)) _left.Add(node);
        }
    }

    /// <summary>Adds roots, and everything that uses them.</summary>
    private void AddAfter(HashSet<Node> can, Func<Node, bool> isRoot)
    {
        foreach (var node in _nodes)
        {
            if (can.Contains(node) && (isRoot(node) || node.Inputs.Any(_after.Contains))) _after.Add(node);
        }
    }

    /// <summary>The value that a chain of movements shows: they are views in the loop and outside it.</summary>
    private Node Unmoved(Node node)
    {
        while (!_after.Contains(node) && !_free.Contains(node) && node.Op is Reshape or Permute or Broadcast or Slice)
            node = node.Inputs[0];
        return node;
    }

    /// <summary>Whether the loop takes the value from outside: movements of it stay views in the loop.</summary>
    private static bool IsBoundary(Node node) => node.Op is MatMul or Reduce or Elementwise or Concat or Pad;

    private IReadOnlyList<Node?> Rewrite(Node node)
    {
        var outside = new AllSteps(_scan, node.Inputs);
        var loop = Loop(node, outside, out var outputs);
        foreach (var left in _left) outside.Set(left, loop[_scan.States + outputs.IndexOf(left)]);
        return
        [
            .. loop.Take(_scan.States),
            .. Outputs.Select(o => _free.Contains(o) || _after.Contains(o)
                ? outside.Stacked(o)
                : loop[_scan.States + outputs.IndexOf(o)]),
        ];
    }

    /// <summary>The results of the loop that is left.</summary>
    private IReadOnlyList<Node> Loop(Node node, AllSteps outside, out List<Node> outputs)
    {
        outputs = [.. Outputs.Where(o => !_free.Contains(o) && !_after.Contains(o)).Concat(_left).Distinct()];
        var taken = _nodes.Where(n => _before.Contains(n) && IsBoundary(n)).ToList();
        var sequences = taken.Where(outside.Varies).ToList();
        var captures = taken.Where(n => !outside.Varies(n)).ToList();
        int states = _scan.Sequences + _scan.States;
        Node[] given =
        [
            .. _scan.Step.Parameters.Take(_scan.Sequences),
            .. sequences,
            .. _scan.Step.Parameters.Skip(_scan.Sequences),
            .. captures,
        ];
        Node[] operands =
        [
            .. node.Inputs.Take(_scan.Sequences),
            .. sequences.Select(outside.Value),
            .. node.Inputs.Skip(_scan.Sequences),
            .. captures.Select(outside.Value),
        ];
        var step = new Substitution();
        var parameters = given.Select((n, i) => Body.Parameter(i, n.Type).From(n.Origin)).ToList();
        for (int i = 0; i < given.Length; i++) step[given[i]] = parameters[i];
        var results = _scan.Step.Results.Take(_scan.States).Concat(outputs).Select(step.Apply).ToList();
        int first = _scan.Sequences + sequences.Count;
        var body = new Body(parameters, results).With(results, i => i >= first && i < first + _scan.States, out var kept);
        var scan = new Scan(body, kept.Count(i => i < first), _scan.States, _scan.Steps, _scan.Reverse);
        return Build.Results(new Node(scan, [.. kept.Select(i => operands[i])]).From(node.Origin));
    }
}
