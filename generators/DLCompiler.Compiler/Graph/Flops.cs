using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Graphs;

/// <summary>
/// Counts floating-point operations: two for a multiplication with its addition, one for an elementwise or a reducing
/// operation on an element. What a composite takes is counted once for all of its kind.
/// </summary>
public sealed class Flops
{
    private readonly Dictionary<(Op Op, EquatableArray<TensorType> Inputs), (Dim Count, bool[] Reached)> _composites = [];

    /// <summary>The operations from <paramref name="inputs"/>, which are not counted, to <paramref name="result"/>.</summary>
    public Dim Between(IEnumerable<Node> inputs, Node result) => Count(new HashSet<Node>(inputs), [result]);

    /// <param name="seen">What is not counted; gets what is.</param>
    /// <param name="results">Where to begin.</param>
    private Dim Count(HashSet<Node> seen, IEnumerable<Node> results)
    {
        var stack = new Stack<Node>(results);
        var count = Dim.Zero;
        while (stack.Count > 0)
        {
            var node = stack.Pop();
            if (!seen.Add(node)) continue;
            if (node.Op is Composite composite)
            {
                var (own, reached) = OfComposite(composite, node);
                count += own;
                for (int i = 0; i < reached.Length; i++)
                {
                    if (reached[i]) stack.Push(node.Inputs[i]);
                }

                continue;
            }

            if (node.Op is Scan scan) count += scan.Steps * Count([.. scan.Step.Parameters], scan.Step.Results);
            count += Of(node);
            foreach (var input in node.Inputs) stack.Push(input);
        }

        return count;
    }

    /// <summary>The operations of a composite, and which of its inputs they are made on.</summary>
    private (Dim Count, bool[] Reached) OfComposite(Composite composite, Node node)
    {
        var key = (composite, node.Inputs.Select(i => i.Type).ToEquatableArray());
        if (_composites.TryGetValue(key, out var known)) return known;
        Node[] inputs = [.. node.Inputs.Select(i => new Node(new Input("", i.Type)))];
        var seen = new HashSet<Node>();
        var count = Count(seen, [composite.Decompose(inputs)]);
        return _composites[key] = (count, [.. inputs.Select(seen.Contains)]);
    }

    /// <summary>Those of one node.</summary>
    public static Dim Of(Node node) => node.Op switch
    {
        Contraction contraction => 2 * contraction.MultiplyAdds(node),
        Attention => 2 * Attention.MultiplyAdds(node),
        Elementwise => node.Shape.Count,
        Reduce => node.Inputs[0].Shape.Count,
        _ => Dim.Zero,
    };
}
