using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Graphs;

/// <summary>
/// Counts floating-point operations: two for a multiplication with its addition, one for an elementwise or a reducing
/// operation on an element.
/// </summary>
public static class Flops
{
    /// <summary>The operations from <paramref name="inputs"/>, which are not counted, to <paramref name="result"/>.</summary>
    public static Dim Between(IEnumerable<Node> inputs, Node result) => Between(inputs, [result]);

    private static Dim Between(IEnumerable<Node> inputs, IEnumerable<Node> results)
    {
        var seen = new HashSet<Node>(inputs);
        var stack = new Stack<Node>(results);
        var count = Dim.Zero;
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

    private static Dim OfSteps(Scan scan) =>
        scan.Steps * Between(scan.Step.Parameters, scan.Step.Results);

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
