using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Makes the kernels of a loop: its step becomes a graph over the memory around it, in which a slice of a sequence is a
/// place that depends on the loop's position.
/// </summary>
internal sealed class FuseSteps
{
    private readonly ScanLoop _scan;
    private readonly Node _node;
    private readonly IReadOnlyList<Node> _results;
    private readonly Func<Node, bool> _isInMemory;
    private readonly Dictionary<Node, Node> _leaves = [];
    private readonly Dictionary<Node, Node> _memory = [];
    private readonly List<Read> _reads = [];

    private FuseSteps(Node node, IReadOnlyList<Node> results, Func<Node, bool> isInMemory)
    {
        _scan = (ScanLoop)node.Op;
        (_node, _results, _isInMemory) = (node, results, isInMemory);
    }

    /// <param name="node">A <see cref="ScanLoop"/> whose operands are in memory.</param>
    /// <param name="results">A node for each of its results.</param>
    /// <param name="isInMemory">Which nodes around it are in memory.</param>
    /// <param name="symbols">Names that its position cannot have.</param>
    public static StepLoop Run(
        Node node, IReadOnlyList<Node> results, Func<Node, bool> isInMemory, IReadOnlyCollection<string> symbols)
    {
        string position = new Loops.Names([.. symbols]).Unique("t");
        return new FuseSteps(node, results, isInMemory).Run(position, [.. symbols, position]);
    }

    /// <summary>The node that must be put in memory before a loop can read the operand; null where there is none.</summary>
    public static Node? Obstacle(Node operand, Func<Node, bool> isInMemory) =>
        IsNumber(operand) || ProductOperand.Of(operand, isInMemory) is not null
            ? null
            : ProductOperand.Obstacle(operand, isInMemory);

    private StepLoop Run(string position, IReadOnlyCollection<string> symbols)
    {
        var at = Dim.Symbol(position);
        int sequences = _scan.Sequences, states = _scan.States;
        var operands = _node.Inputs.Select(View).ToList();
        var initial = operands.Skip(sequences).Take(states).ToList();
        var step = new Substitution();
        for (int p = 0; p < operands.Count; p++)
        {
            int state = p - sequences;
            step[_scan.Step.Parameters[p]] =
                p < sequences ? Place(operands[p], at)
                : state >= states ? operands[p]
                : _scan.Kept[state] ? Place(Leaf(_results[state]), at + _scan.Before)
                : Leaf(_results[state]);
        }

        var stored = new Dictionary<Node, Node>();
        var next = new List<Node>();
        foreach (var (result, i) in _scan.Step.Results.Select((r, i) => (step.Apply(r), i)))
        {
            var place = at + (i < states ? _scan.After : Dim.Zero);
            var store = Store(result, Target(i), place);
            next.Add(store);
            stored[result] = Place(store, store.Shape[0] == Dim.One ? Dim.Zero : place);
        }

        var first = initial.Select((s, i) => Store(s, i, _scan.First));
        return new StepLoop(
            _scan,
            position,
            Fused(first, symbols, i => i),
            Fused(new OperandsFromMemory(stored).Run(next), symbols, Target),
            _results,
            _reads,
            _memory);
    }

    private KernelProgram Fused(IEnumerable<Node> stores, IReadOnlyCollection<string> symbols, Func<int, int> target)
    {
        var outputs = stores.Select((s, i) => new Output(OutputKind.Result, $"{i}", s));
        var program = Fuse.Run(new Graph([.. outputs]), symbols);
        for (int i = 0; i < program.Outputs.Count; i++) _memory[program.Outputs[i].Value] = _results[target(i)];
        return program;
    }

    /// <summary>The result that a result of the step goes to.</summary>
    private int Target(int result) =>
        result < _scan.States && !_scan.Kept[result] ? _scan.SecondPlace(result) : result;

    private static Node Place(Node many, Dim position) =>
        Build.DropAxes(Build.Slice(many, 0, position, Dim.One), [0]);

    private Node Store(Node value, int target, Dim position)
    {
        bool isOne = _results[target].Shape == value.Shape;
        var insert = isOne ? new Insert(Dim.Zero, Dim.One) : new Insert(position, _results[target].Shape[0]);
        var part = Unsqueezed(value).From(value.Origin);
        return new Node(insert, part).From(_results[target].Origin ?? value.Origin);
    }

    /// <summary>A value [1, ...]; a concatenation stays one, so that its parts are stored where they belong.</summary>
    private static Node Unsqueezed(Node value) => value.Op is Concat concat
        ? Build.Concat([.. value.Inputs.Select(p => Build.Unsqueeze(p, 0))], concat.Axis + 1)
        : Build.Unsqueeze(value, 0);

    /// <summary>An operand as movement of what lies in memory, which becomes a leaf.</summary>
    private Node View(Node operand)
    {
        if (IsNumber(operand)) return operand;
        var read = ProductOperand.Of(operand, _isInMemory)!.Value.Read;
        if (!_reads.Contains(read)) _reads.Add(read);
        var view = new Substitution { [read.Node] = Leaf(read.Node) };
        return view.Apply(operand);
    }

    private Node Leaf(Node source)
    {
        if (_leaves.TryGetValue(source, out var leaf)) return leaf;
        string name = Loops.NodeName.Of(source);
        _leaves[source] = leaf = new Node(new Stored(_leaves.Count, name, source.Type)).From(source.Origin);
        _memory[leaf] = source;
        return leaf;
    }

    private static bool IsNumber(Node node)
    {
        while (node.Op is Reshape or Permute or Broadcast or Slice) node = node.Inputs[0];
        return node.Op is Literal or Iota;
    }
}
