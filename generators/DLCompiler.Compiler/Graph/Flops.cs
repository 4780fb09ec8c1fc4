using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Graphs;

/// <summary>
/// Counts floating-point operations with every symbol 1: two for a multiplication with its addition, one for an elementwise or
/// a reducing operation on an element.
/// </summary>
public static class Flops
{
    /// <summary>The operations from <paramref name="inputs"/>, which are not counted, to <paramref name="result"/>.</summary>
    public static long Between(IEnumerable<Node> inputs, Node result) => Between(inputs, [result]);

    private static long Between(IEnumerable<Node> inputs, IEnumerable<Node> results)
    {
        var seen = new HashSet<Node>(inputs);
        var stack = new Stack<Node>(results);
        long count = 0;
        while (stack.Count > 0)
        {
            var node = stack.Pop();
            if (!seen.Add(node)) continue;
            if (node.Op is Scan scan) count += OfSteps(scan);
            if (node.Op is Composite composite)
            {
                stack.Push(composite.Decompose(node.Inputs));
                continue;
            }

            count += Of(node);
            foreach (var input in node.Inputs) stack.Push(input);
        }

        return count;
    }

    private static long OfSteps(Scan scan) =>
        scan.Steps.Evaluate(_ => 1) * Between(scan.Step.Parameters, scan.Step.Results);

    private static long Of(Node node) => node.Op switch
    {
        Contraction contraction => 2 * contraction.MultiplyAdds(node).Evaluate(_ => 1),
        Attention => 2 * Attention.MultiplyAdds(node).Evaluate(_ => 1),
        Elementwise => Count(node),
        Reduce => Count(node.Inputs[0]),
        _ => 0,
    };

    private static long Count(Node node) => node.Shape.Count.Evaluate(_ => 1);
}
