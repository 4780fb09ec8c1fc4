namespace DLCompiler.Compiler.Graphs;

/// <summary>Rebuilds nodes with some of what they reach replaced by other nodes.</summary>
public sealed class Substitution
{
    private readonly Dictionary<Node, Node> _replaced = [];

    /// <summary>What a node is replaced by. Set before anything that reaches the node is rebuilt.</summary>
    public Node this[Node node]
    {
        get => _replaced[node];
        set => _replaced[node] = value;
    }

    public bool Has(Node node) => _replaced.ContainsKey(node);

    public Node Apply(Node root)
    {
        var stack = new Stack<Node>([root]);
        while (stack.Count > 0)
        {
            var node = stack.Peek();
            if (!_replaced.ContainsKey(node))
            {
                var open = node.Inputs.Where(i => !_replaced.ContainsKey(i)).ToList();
                if (open.Count > 0)
                {
                    open.ForEach(stack.Push);
                    continue;
                }

                _replaced[node] = node.WithInputs([.. node.Inputs.Select(i => _replaced[i])]);
            }

            stack.Pop();
        }

        return _replaced[root];
    }
}
