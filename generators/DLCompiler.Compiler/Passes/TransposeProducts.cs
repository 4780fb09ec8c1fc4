using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// A product that is only used transposed is computed transposed: (a·b)ᵀ = bᵀ·aᵀ. Operands may be read either way at no
/// cost, a result may not. So the gradient of a weight [out, in] comes out as it is stored.
/// </summary>
public static class TransposeProducts
{
    public static Graph Run(Graph graph)
    {
        var uses = CountUses(graph);
        return graph.Rewrite((original, node) =>
            original.Op is Permute permute && original.Inputs[0].Op is MatMul && uses[original.Inputs[0]] == 1
                && SwapsMatrixAxes(permute.Order)
                ? Transposed(node.Inputs[0], permute.Order)
                : node);
    }

    private static Dictionary<Node, int> CountUses(Graph graph)
    {
        var uses = graph.Nodes.ToDictionary(n => n, _ => 0);
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs) uses[input]++;
        }

        foreach (var output in graph.Outputs) uses[output.Value]++;
        return uses;
    }

    /// <summary>Whether the columns' axis comes before the rows'.</summary>
    private static bool SwapsMatrixAxes(EquatableArray<int> order)
    {
        var axes = order.ToList();
        return axes.IndexOf(axes.Count - 1) < axes.IndexOf(axes.Count - 2);
    }

    private static Node Transposed(Node product, EquatableArray<int> order)
    {
        var swapped = new Node(product.Op, Build.Transpose(product.Inputs[1]), Build.Transpose(product.Inputs[0]));
        int rows = product.Rank - 2, columns = product.Rank - 1;
        return Build.Permute(
            swapped, order.Select(axis => axis == rows ? columns : axis == columns ? rows : axis).ToEquatableArray());
    }
}
