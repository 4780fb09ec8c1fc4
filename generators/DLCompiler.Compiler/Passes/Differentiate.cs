using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Reverse-mode differentiation: from the loss back to the leaves, each node hands the gradient of its result on to
/// its inputs by its op's rule, and what arrives at a node from its users is summed. Broadcasts are nodes of their
/// own, whose rule is the sum along the repeated axes, so that no other rule thinks of them.
/// </summary>
public sealed class Differentiate
{
    private readonly Dictionary<Node, Node> _gradients = [];
    private readonly Dictionary<Node, Node?[]> _ofResults = [];
    private readonly HashSet<Node> _varying = [];

    private Differentiate()
    {
    }

    /// <summary>
    /// Adds the gradients of the loss by every trained parameter that the graph has, and by the inputs of the given
    /// names. Where no path leads from the loss to one of them, the gradient is zeros.
    /// </summary>
    /// <param name="graph">
    /// A graph with one output of kind <see cref="OutputKind.Loss"/>, of differentiable ops.
    /// </param>
    /// <param name="inputs">The inputs whose gradients are wanted.</param>
    /// <param name="isScaled">Whether the gradients are multiplied by a number of the step: see <see cref="LossScale"/>.</param>
    public static Graph Run(Graph graph, IReadOnlyCollection<string> inputs, bool isScaled = false)
    {
        var loss = graph.Outputs.Single(o => o.Kind == OutputKind.Loss).Value;
        var wanted = graph.Nodes.Where(n => IsWanted(n.Op, inputs)).ToList();
        var pass = new Differentiate();
        pass.HandBack(graph.Nodes, [(loss, isScaled ? new Node(new LossScale()) : Build.Number(1))], wanted);
        return new Graph([.. graph.Outputs, .. wanted.GroupBy(n => n.Op).Select(pass.OutputOf)]);
    }

    /// <summary>The gradients by nodes, from those by values that depend on them.</summary>
    /// <param name="values">Values with the gradients that arrive at them.</param>
    /// <param name="wanted">The nodes; nothing behind them is looked at.</param>
    /// <returns>For each, its gradient, or null where no value depends on it.</returns>
    public static IReadOnlyList<Node?> Pullback(
        IReadOnlyList<(Node Value, Node Gradient)> values, IReadOnlyList<Node> wanted)
    {
        var pass = new Differentiate();
        pass.HandBack(Graph.TopologicalOrder(values.Select(v => v.Value)), values, wanted);
        return [.. wanted.Select(node => pass._gradients.TryGetValue(node, out var found) ? found : null)];
    }

    /// <summary>The trained parameters that got zeros: no path leads to them from the loss.</summary>
    public static IReadOnlyList<string> Unreached(Graph differentiated) =>
        [.. from output in differentiated.Outputs
            where output.Kind == OutputKind.ParameterGradient && Build.FilledWith(output.Value)?.Constant == 0
            select output.Name];

    private static bool IsWanted(Op op, IReadOnlyCollection<string> inputs) => op switch
    {
        Parameter parameter => parameter.Trained,
        Input input => input.Type.DType == DType.Float32 && inputs.Contains(input.InputName),
        _ => false,
    };

    private void HandBack(
        IReadOnlyList<Node> nodes, IReadOnlyList<(Node Value, Node Gradient)> values, IReadOnlyList<Node> wanted)
    {
        MarkVarying(nodes, wanted);
        foreach (var (value, gradient) in values) Add(value, gradient);
        foreach (var node in nodes.Reverse()) HandOn(node);
    }

    private void Add(Node node, Node gradient) =>
        _gradients[node] = _gradients.TryGetValue(node, out var sum) ? sum + gradient : gradient;

    /// <summary>Marks what depends on a wanted leaf; no gradient is made of anything else.</summary>
    private void MarkVarying(IReadOnlyList<Node> nodes, IEnumerable<Node> wanted)
    {
        _varying.UnionWith(wanted);
        foreach (var node in nodes)
        {
            if (node.Inputs.Any(_varying.Contains)) _varying.Add(node);
        }
    }

    private void HandOn(Node node)
    {
        if (node.Op is Leaf || !_varying.Contains(node) || Shares(node) is not { } shares) return;
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            var input = node.Inputs[i];
            if (shares[i] is not { } share || !_varying.Contains(input)) continue;
            Add(input, share);
            Graph.Attribute(_gradients[input], OriginOfGradient(input.Origin, node.Origin));
        }
    }

    /// <summary>The gradients by the node's inputs; null where none has arrived at it, or none is handed on.</summary>
    private IReadOnlyList<Node?>? Shares(Node node)
    {
        if (_ofResults.TryGetValue(node, out var several)) return ((Primitive)node.Op).Gradients(node, several);
        if (!_gradients.TryGetValue(node, out var gradient)) return null;
        if (node.Op is not Result result) return ((IDifferentiable)node.Op).Gradient(node, gradient);
        var source = node.Inputs[0];
        if (!_ofResults.TryGetValue(source, out var list)) _ofResults[source] = list = new Node?[source.Types.Count];
        list[result.Index] = list[result.Index] is { } sum ? sum + gradient : gradient;
        return null;
    }

    /// <summary>A gradient comes from the op that hands it on; it is named after the value that it belongs to.</summary>
    private static Origin? OriginOfGradient(Origin? value, Origin? user) =>
        value is null || user is null || value.Text == user.Text
            ? user
            : user with { Text = $"gradient of {value.Text}", Name = value.Name is { } name ? name + "Gradient" : null };

    private Output OutputOf(IGrouping<Op, Node> leaf)
    {
        var gradient = leaf
            .Select(node => _gradients.TryGetValue(node, out var found) ? found : Build.ZerosLike(node))
            .Aggregate((sum, next) => sum + next);
        return leaf.Key is Parameter parameter
            ? new Output(OutputKind.ParameterGradient, parameter.ParameterName, gradient)
            : new Output(OutputKind.InputGradient, ((Input)leaf.Key).InputName, gradient);
    }
}
