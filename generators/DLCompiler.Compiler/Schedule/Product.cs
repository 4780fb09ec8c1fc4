using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// An operand of a matrix product, or the table of a gather, as it lies in memory: transpositions, slices and broadcasts on the way are strides.
/// The axes of the read's access are the operand's dimensions.
/// </summary>
internal readonly record struct ProductOperand(Read Read)
{
    /// <summary>The operand, where what it views is in memory; else null.</summary>
    public static ProductOperand? Of(Node node, Func<Node, bool> isInMemory)
    {
        var (source, access) = Follow(node, isInMemory);
        return access is not null && Reaches(source, isInMemory) ? new ProductOperand(new Read(source, access, Whole: true)) : null;
    }

    /// <summary>An operand of a product, where it lies in memory as the product takes it; else null.</summary>
    public static ProductOperand? Of(Node product, int input, Func<Node, bool> isInMemory)
    {
        var node = product.Inputs[input];
        if (Of(node, isInMemory) is not { } operand) return null;
        var rowMajor = Access.Identity(node.Shape).Linear;
        int strided = ((Contraction)product.Op).StridedAxes(product, input);
        bool fits = Enumerable.Range(strided, Math.Max(0, node.Rank - strided))
            .All(axis => operand.Read.Access.Linear.Coefficient(axis) == rowMajor.Coefficient(axis));
        return fits ? operand : null;
    }

    /// <summary>What a product reads, where its operands are in memory.</summary>
    public static IEnumerable<Read> ReadsOf(Node product, Func<Node, bool> isInMemory) =>
        product.Inputs.Select((_, i) => Of(product, i, isInMemory)!.Value.Read);

    /// <summary>The node that must be put in memory before the operand can be read.</summary>
    public static Node Obstacle(Node node, Func<Node, bool> isInMemory) => Follow(node, isInMemory).Node;

    /// <summary>The same for an operand that a product cannot take as it is: itself, where it lies in memory otherwise.</summary>
    public static Node Obstacle(Node product, int input, Func<Node, bool> isInMemory) =>
        Of(product.Inputs[input], isInMemory) is null ? Obstacle(product.Inputs[input], isInMemory) : product.Inputs[input];

    private static bool Reaches(Node node, Func<Node, bool> isInMemory) => node.Op is Leaf { IsInMemory: true } || isInMemory(node);

    private static (Node Node, Access? Access) Follow(Node node, Func<Node, bool> isInMemory)
    {
        var access = Access.Identity(node.Shape);
        while (!Reaches(node, isInMemory) && node.Op is Reshape or Permute or Broadcast or Slice)
        {
            if (access.Through(node) is not { } through) return (node, null);
            (node, access) = (node.Inputs[0], through);
        }

        return (node, access);
    }
}

/// <summary>A batch axis of a product, with what a step along it adds to each operand's index.</summary>
internal readonly record struct BatchAxis(Dim Count, Dim A, Dim B, Dim C)
{
    /// <summary>The space's axes that it stands for, outermost first.</summary>
    public EquatableArray<int> Axes { get; init; } = [];
}

/// <summary>
/// A product as the run-time library takes it, over at most two batch axes: those of a matrix product are folded, a
/// convolution's are its images and groups. The product's space is <c>[batch…, rows, columns]</c>.
/// </summary>
internal sealed record ProductShape(Node Product, Read A, Read B, Shape Space, IReadOnlyList<BatchAxis> Batch)
{
    public const int MaxBatchAxes = 2;

    public int RowAxis => Space.Rank - 2;

    public int ColumnAxis => Space.Rank - 1;

    /// <summary>The product's parts, or null where the operands' batch axes do not fold into two.</summary>
    /// <param name="product">A product whose operands are in memory.</param>
    /// <param name="isInMemory">Which nodes are.</param>
    /// <param name="c">The result's index over the space; row-major where null.</param>
    public static ProductShape? Of(Node product, Func<Node, bool> isInMemory, Affine? c = null)
    {
        var a = ProductOperand.Of(product, 0, isInMemory)!.Value.Read;
        var b = ProductOperand.Of(product, 1, isInMemory)!.Value.Read;
        var space = ((Contraction)product.Op).Space(product);
        var result = c ?? Access.Identity(space).Linear;
        bool folds = product.Op is MatMul;
        var batch = new List<BatchAxis>();
        for (int axis = 0; axis < space.Rank - 2; axis++)
        {
            if (folds && space[axis] == Dim.One) continue;
            var next = new BatchAxis(
                space[axis], a.Access.Linear.Coefficient(axis), b.Access.Linear.Coefficient(axis), result.Coefficient(axis))
            { Axes = [axis] };
            if (folds && batch.Count > 0 && Fold(batch[batch.Count - 1], next) is { } folded) batch[batch.Count - 1] = folded;
            else batch.Add(next);
        }

        return batch.Count > MaxBatchAxes ? null : new ProductShape(product, a, b, space, batch);
    }

    private static BatchAxis? Fold(BatchAxis outer, BatchAxis inner) =>
        outer.A == inner.A * inner.Count && outer.B == inner.B * inner.Count && outer.C == inner.C * inner.Count
            ? inner with { Count = outer.Count * inner.Count, Axes = [.. outer.Axes, .. inner.Axes] }
            : null;
}
