namespace DLCompiler.Compiler.Graphs;

/// <summary>
/// Rewrites nodes by a rule until it applies nowhere. Inputs come before users, and what the rule makes is rewritten
/// before it is used, so that one walk over the graph reaches the fixed point.
/// </summary>
public sealed class FixpointRewriter
{
    private readonly Func<Node, Node?> _rule;
    private readonly Dictionary<Node, Node> _rewritten;

    private FixpointRewriter(Func<Node, Node?> rule, int count) => (_rule, _rewritten) = (rule, new Dictionary<Node, Node>(2 * count));

    /// <param name="graph">The graph to rewrite.</param>
    /// <param name="rule">Gives what a node, whose inputs are rewritten, is replaced by; null to leave it.</param>
    public static Graph Run(Graph graph, Func<Node, Node?> rule)
    {
        var rewriter = new FixpointRewriter(rule, graph.Nodes.Count);
        foreach (var node in graph.Nodes) rewriter.Visit(node);
        return graph.With(rewriter._rewritten);
    }

    /// <summary>Recursion goes down new nodes only: the others have been visited.</summary>
    private Node Visit(Node node)
    {
        if (_rewritten.TryGetValue(node, out var known)) return known;
        var current = VisitInputs(node);
        while (_rule(current) is { } next)
        {
            Graph.Attribute(next, node.Origin);
            if (_rewritten.TryGetValue(next, out var done))
            {
                current = done;
                break;
            }

            current = VisitInputs(next);
        }

        _rewritten[current] = current;
        return _rewritten[node] = current;
    }

    private Node VisitInputs(Node node)
    {
        if (node.Inputs.Count == 0) return node;
        var inputs = new Node[node.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = Visit(node.Inputs[i]);
        return node.WithInputs(inputs);
    }
}
