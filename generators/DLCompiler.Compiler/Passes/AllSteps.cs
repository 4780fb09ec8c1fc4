using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Computes values of a scan's step for all steps at once, outside the loop: what is [...] in a step is [T, ...] here.
/// What is the same in all steps is computed once.
/// </summary>
internal sealed class AllSteps
{
    private readonly Dim _steps;
    private readonly Dictionary<Node, (Node Value, bool Varies)> _known = [];

    public AllSteps(Scan scan, IReadOnlyList<Node> inputs)
    {
        _steps = scan.Steps;
        for (int i = 0; i < inputs.Count; i++)
        {
            bool isState = i >= scan.Sequences && i < scan.Sequences + scan.States;
            if (!isState) _known[scan.Step.Parameters[i]] = (inputs[i], i < scan.Sequences);
        }
    }

    /// <summary>Whether an op does the same along one more axis.</summary>
    public static bool Can(Op op) =>
        op is Elementwise or Reduce or MatMul or Reshape or Permute or Broadcast or Slice or Concat or Pad
            or Literal or Iota or BodyParameter;

    /// <summary>Makes known what the loop leaves of a value.</summary>
    public void Set(Node node, Node stacked) => _known[node] = (stacked, true);

    public bool Varies(Node node) => Of(node).Varies;

    /// <summary>The value in all steps, or once, where it does not vary.</summary>
    public Node Value(Node node) => Of(node).Value;

    /// <summary>The value in all steps.</summary>
    public Node Stacked(Node node) => Of(node) is var (value, varies) && varies ? value : Repeat(value);

    private (Node Value, bool Varies) Of(Node node)
    {
        if (_known.TryGetValue(node, out var known)) return known;
        var inputs = node.Inputs.Select(Of).ToList();
        bool varies = inputs.Any(i => i.Varies);
        var value = varies
            ? Along(node, [.. inputs.Select(i => i.Varies ? i.Value : Repeat(i.Value))])
            : new Node(node.Op, [.. inputs.Select(i => i.Value)]);
        Graph.Attribute(value, node.Origin);
        return _known[node] = (value, varies);
    }

    private Node Along(Node node, Node[] x) => node.Op switch
    {
        Reshape reshape => Build.Reshape(x[0], Stacked(reshape.Shape)),
        Permute permute => Build.Permute(x[0], permute.Order.Select(axis => axis + 1).Prepend(0).ToEquatableArray()),
        Broadcast broadcast => new Node(new Broadcast(Stacked(broadcast.Shape)), x),
        Slice slice => new Node(slice with { Axis = slice.Axis + 1 }, x),
        Concat concat => new Node(concat with { Axis = concat.Axis + 1 }, x),
        Pad pad => new Node(pad with { Axis = pad.Axis + 1 }, x),
        Reduce reduce => new Node(reduce with { Axes = reduce.Axes.Select(a => a + 1).ToEquatableArray() }, x),
        Elementwise or MatMul => new Node(node.Op, x),
        _ => throw new InvalidOperationException($"{node.Op} has no form for all steps."),
    };

    private Node Repeat(Node value) => Build.BroadcastTo(value, Stacked(value.Shape));

    private Shape Stacked(Shape shape) => Shape.Of(shape.Dims.Prepend(_steps));
}
