using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Graphs;

/// <summary>What an output of a graph is for.</summary>
public enum OutputKind
{
    /// <summary>A result of Forward.</summary>
    Result,

    /// <summary>The scalar loss that is differentiated.</summary>
    Loss,

    /// <summary>A scalar that the loss is made of, or that is only looked at, by its name.</summary>
    LossPart,

    /// <summary>An inside view: what the user shows under a name, wherever it is computed.</summary>
    Tap,

    /// <summary>The gradient of the loss by a parameter; the output's name is the parameter's.</summary>
    ParameterGradient,

    /// <summary>The gradient of the loss by an input; the output's name is the input's.</summary>
    InputGradient,

    /// <summary>
    /// The next value of a buffer, committed when the step has succeeded; the output's name is the buffer's.
    /// </summary>
    BufferUpdate,
}

/// <summary>A value that leaves the graph.</summary>
public readonly record struct Output(OutputKind Kind, string Name, Node Value)
{
    /// <summary>The shape that the user knows: passes drop a reshape that leaves the bytes as they are.</summary>
    public Shape Shape { get; init; } = Value.Shape;
}

/// <summary>A graph: its outputs and what they reach.</summary>
/// <param name="outputs">The outputs.</param>
/// <param name="expected">About how many nodes they reach; 0 where that is not known.</param>
public sealed class Graph(IReadOnlyList<Output> outputs, int expected = 0)
{
    public IReadOnlyList<Output> Outputs { get; } = outputs;

    /// <summary>
    /// Every node that an output reaches, inputs before users, in an order that depends on the graph alone.
    /// </summary>
    public IReadOnlyList<Node> Nodes { get; } = TopologicalOrder(outputs.Select(o => o.Value), expected);

    /// <summary>Whether it has a node of the op.</summary>
    public bool Has<T>()
        where T : Ops.Op
    {
        foreach (var node in Nodes)
        {
            if (node.Op is T) return true;
        }

        return false;
    }

    /// <summary>The nodes that have a node as an input, in order; none for one that only outputs have.</summary>
    public Dictionary<Node, List<Node>> Users()
    {
        var all = new Dictionary<Node, List<Node>>(Nodes.Count);
        foreach (var user in Nodes)
        {
            for (int i = 0; i < user.Inputs.Count; i++)
            {
                if (!all.TryGetValue(user.Inputs[i], out var users)) all[user.Inputs[i]] = users = new List<Node>(2);
                if (users.Count == 0 || users[users.Count - 1] != user) users.Add(user);
            }
        }

        return all;
    }

    /// <summary>
    /// Rebuilds the graph bottom-up: <paramref name="rewrite"/> gets each node with its inputs already rebuilt.
    /// </summary>
    public Graph Rewrite(Func<Node, Node> rewrite) => Rewrite((_, node) => rewrite(node));

    /// <summary>
    /// Rebuilds the graph bottom-up from each node as it was and as it is with its inputs already rebuilt.
    /// </summary>
    public Graph Rewrite(Func<Node, Node, Node> rewrite)
    {
        var rebuilt = new Dictionary<Node, Node>(Nodes.Count);
        foreach (var node in Nodes)
        {
            var inputs = new Node[node.Inputs.Count];
            for (int i = 0; i < inputs.Length; i++) inputs[i] = rebuilt[node.Inputs[i]];
            var result = rewrite(node, node.WithInputs(inputs));
            Attribute(result, node.Origin);
            rebuilt[node] = result;
        }

        return With(rebuilt);
    }

    /// <summary>
    /// Rebuilds the graph bottom-up with other nodes for the results of the nodes of one op.
    /// </summary>
    /// <param name="replace">
    /// Gets the op, and the node as it was and as it is with its inputs rebuilt; gives a node for each result that is used, or
    /// null to leave it.
    /// </param>
    public Graph ReplaceResults<T>(Func<T, Node, Node, IReadOnlyList<Node?>?> replace)
        where T : Ops.Op
    {
        if (!Has<T>()) return this;
        var rebuilt = new Dictionary<Node, Node>();
        var results = new Dictionary<Node, IReadOnlyList<Node?>>();
        foreach (var node in Nodes)
        {
            if (node.Op is Ops.Result result && results.TryGetValue(node.Inputs[0], out var replaced))
            {
                rebuilt[node] = replaced[result.Index]!;
                Attribute(rebuilt[node], node.Origin);
                continue;
            }

            var same = rebuilt[node] = node.WithInputs([.. node.Inputs.Select(i => rebuilt[i])]);
            if (same.Op is T op && replace(op, node, same) is { } list) results[node] = list;
        }

        return With(rebuilt);
    }

    /// <summary>The graph with other nodes for those of its outputs; itself where they are the same.</summary>
    internal Graph With(IReadOnlyDictionary<Node, Node> rebuilt) =>
        Outputs.All(o => rebuilt[o.Value] == o.Value) ? this : new Graph([.. Outputs.Select(o => o with { Value = rebuilt[o.Value] })], Nodes.Count);

    /// <summary>Inputs before users, without recursion: graphs are deep.</summary>
    public static IReadOnlyList<Node> TopologicalOrder(IEnumerable<Node> roots, int expected = 0)
    {
        var order = new List<Node>(expected);
        var seen = new Seen(expected);
        var stack = new Stack<(Node Node, int Next)>();
        foreach (var root in roots)
        {
            if (seen.Add(root)) stack.Push((root, 0));
            while (stack.Count > 0)
            {
                var (node, next) = stack.Pop();
                if (next == node.Inputs.Count)
                {
                    order.Add(node);
                    continue;
                }

                stack.Push((node, next + 1));
                if (seen.Add(node.Inputs[next])) stack.Push((node.Inputs[next], 0));
            }
        }

        return order;
    }

    /// <summary>A set that is given its size: a <see cref="HashSet{T}"/> of netstandard2.0 grows to it step by step.</summary>
    private sealed class Seen(int expected)
    {
        private readonly Dictionary<Node, bool> _nodes = new(expected);

        public bool Add(Node node)
        {
            if (_nodes.ContainsKey(node)) return false;
            _nodes.Add(node, true);
            return true;
        }
    }

    /// <summary>
    /// Says of every node below <paramref name="root"/> that has no origin yet, up to those that have, where it comes
    /// from.
    /// </summary>
    internal static void Attribute(Node root, Origin? origin)
    {
        if (origin is null || root.Origin is not null) return;
        var stack = new Stack<Node>([root]);
        while (stack.Count > 0)
        {
            var node = stack.Pop();
            if (node.Origin is not null) continue;
            node.From(origin);
            foreach (var input in node.Inputs) stack.Push(input);
        }
    }
}
