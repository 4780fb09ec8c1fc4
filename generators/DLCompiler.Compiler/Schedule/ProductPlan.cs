using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// A product and the place of its partial sums: the first value that the kernel stores with unit column stride, or else
/// memory of their own.
/// </summary>
internal sealed record ProductPlan(ProductShape Shape, Store? Target, Affine C)
{
    public static ProductPlan Of(Kernel kernel, Func<Node, bool> isInMemory)
    {
        var product = kernel.Product!;
        var space = kernel.Space;
        int column = space.Rank - 1;
        foreach (var store in kernel.Stores)
        {
            var index = store.TargetAccess.Linear;
            bool unit = index.Coefficient(column) == Dim.One || space[column] == Dim.One;
            if (!unit || store.Value.Shape.Count != product.Shape.Count) continue;
            if (ProductShape.Of(product, isInMemory, index) is { } shape) return new ProductPlan(shape, store, index);
        }

        var own = Access.Identity(space).Linear;
        return new ProductPlan(ProductShape.Of(product, isInMemory)!, null, own);
    }
}
