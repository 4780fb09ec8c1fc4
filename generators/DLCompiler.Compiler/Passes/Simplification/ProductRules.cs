using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes.Simplification;

/// <summary>Batched products that are one large product.</summary>
internal static class ProductRules
{
    /// <summary>
    /// Where all matrices of a batch meet the same right operand, their rows are those of one matrix, in the order in
    /// which they lie in memory.
    /// </summary>
    public static Node? ProductWithOneMatrix(Node node)
    {
        if (node.Op is not MatMul || node.Rank == 2 || node.Inputs[1].Op is not Broadcast) return null;
        var b = node.Inputs[1].Inputs[0];
        int batch = b.Rank - 2;
        var matrix = node.Inputs[1].Shape.Dims.Skip(batch);
        bool isOne = b.Shape.Dims.Take(batch).All(d => d == Dim.One) && b.Shape.Dims.Skip(batch).SequenceEqual(matrix);
        if (!isOne) return null;
        var rows = node.Inputs[0];
        var one = Build.Reshape(b, Shape.Of(matrix));
        return rows.Op is Permute permute && permute.Order[rows.Rank - 1] == rows.Rank - 1
            ? Build.Permute(Build.WithMatrix(rows.Inputs[0], one), permute.Order)
            : Build.WithMatrix(rows, one);
    }

    /// <summary>
    /// Σ aᵀ·b over a batch is one product along the rows of all: the gradient of a matrix that a batch shares.
    /// </summary>
    public static Node? SumOfProducts(Node node)
    {
        if (node.Op is not ReduceSum sum || node.Inputs[0].Op is not MatMul) return null;
        int batch = node.Rank - 2;
        var product = node.Inputs[0];
        bool isWholeBatch = batch > 0 && sum.Axes.SequenceEqual(Enumerable.Range(0, batch));
        if (!isWholeBatch || !IsTransposed(product.Inputs[0])) return null;
        Node a = Rows(product.Inputs[0].Inputs[0]), b = Rows(product.Inputs[1]);
        return Build.Reshape(new Node(product.Op, Build.Transpose(a), b), node.Shape);
    }

    /// <summary>All matrices of a batch, one below the other.</summary>
    private static Node Rows(Node x) =>
        Build.Reshape(x, Shape.Of(Dim.Product(x.Shape.Dims.Take(x.Rank - 1)), x.Shape[x.Rank - 1]));

    private static bool IsTransposed(Node node)
    {
        if (node.Op is not Permute permute) return false;
        int rank = node.Rank;
        return permute.Order.SequenceEqual(Enumerable.Range(0, rank - 2).Concat([rank - 1, rank - 2]));
    }
}
