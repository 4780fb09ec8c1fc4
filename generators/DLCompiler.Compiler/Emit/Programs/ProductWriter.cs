using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>The call of the run-time library that a product is, without its epilogue.</summary>
internal static class ProductWriter
{
    /// <param name="plan">The product.</param>
    /// <param name="variable">The variable that points to a value.</param>
    /// <param name="packed">The variable that has the right operand of a matrix product packed; null for none.</param>
    /// <param name="storages">What values are stored as; null for 32 bits.</param>
    public static (string Routine, List<string> Arguments) Call(
        ProductPlan plan, Func<Node, string> variable, string? packed = null, StoragePlan? storages = null)
    {
        var shape = plan.Shape;
        string Pointer(Read read) => PointerTo(read, variable);
        var target = plan.Target?.Target ?? shape.Product;
        string TypeOf(Node node) => storages is null ? "" : Stored(node, storages, shape.A.Node, shape.B.Node, target);
        string result = Operand(
            KernelCallWriter.Offset(variable(target), plan.C.Offset), TypeOf(target),
            plan.C.Coefficient(shape.RowAxis),
            Dim.One,
            shape.Batch.Select(b => b.C));
        return shape.Product.Op switch
        {
            Convolution => ("Convolution.Run",
                [Sizes(shape.Product), Image(shape, shape.A, Pointer(shape.A), TypeOf(shape.A.Node)), Pointer(shape.B), result]),
            ConvolutionInput => ("Convolution.RunInput",
                [Sizes(shape.Product), Image(shape, shape.A, Pointer(shape.A), TypeOf(shape.A.Node)), Pointer(shape.B), result]),
            ConvolutionWeight => ("Convolution.RunWeight",
                [
                    Sizes(shape.Product), Image(shape, shape.A, Pointer(shape.A), TypeOf(shape.A.Node)),
                    Image(shape, shape.B, Pointer(shape.B), TypeOf(shape.B.Node)), result,
                ]),
            _ => ("Gemm.Run",
                [
                    GemmShape(shape),
                    Matrix(shape, shape.A, Pointer(shape.A), TypeOf(shape.A.Node), shape.Batch.Select(b => b.A)),
                    packed ?? Matrix(shape, shape.B, Pointer(shape.B), TypeOf(shape.B.Node), shape.Batch.Select(b => b.B)),
                    result,
                ]),
        };
    }

    /// <summary>The call that packs the right operand of a matrix product without a batch.</summary>
    public static string Pack(ProductShape shape, Func<Node, string> variable) =>
        $"Gemm.Pack({GemmShape(shape)}, {Matrix(shape, shape.B, PointerTo(shape.B, variable), "", [])})";

    private static string PointerTo(Read read, Func<Node, string> variable) =>
        KernelCallWriter.Offset(variable(read.Node), read.Access.Linear.Offset);

    private static string GemmShape(ProductShape shape) => New(
        "GemmShape",
        [
            shape.Space[shape.RowAxis], shape.Space[shape.ColumnAxis], Depth(shape),
            .. Outer(shape.Batch.Select(b => b.Count), Dim.One),
        ]);

    private static Dim Depth(ProductShape shape) => shape.Product.Inputs[0].Shape[shape.ColumnAxis];

    /// <summary>
    /// The type argument of an operand: none for a product of floats alone, which is called without.
    /// </summary>
    private static string Stored(Node node, StoragePlan storages, params Node[] all) =>
        all.All(n => storages[n] == Storage.Single) ? "" : $"<{Literals.Pointer(node.Type.DType, storages[node])}>";

    private static string Matrix(ProductShape shape, Read read, string pointer, string type, IEnumerable<Dim> batch)
    {
        var index = read.Access.Linear;
        return Operand(pointer, type, index.Coefficient(shape.RowAxis), index.Coefficient(shape.ColumnAxis), batch);
    }

    private static string Operand(string pointer, string type, Dim row, Dim column, IEnumerable<Dim> batch) =>
        New($"GemmOperand{type}", [row, column, .. Outer(batch, Dim.Zero)], pointer);

    /// <summary>The batch axes as the library's outer and inner one: a single one is the inner.</summary>
    private static IEnumerable<Dim> Outer(IEnumerable<Dim> batch, Dim missing)
    {
        var list = batch.ToList();
        return list.Count switch { 0 => [], 1 => [missing, list[0]], _ => list };
    }

    private static string Image(ProductShape shape, Read read, string pointer, string type) => New(
        $"ImageOperand{type}",
        Enumerable.Range(0, shape.Product.Inputs[0].Rank).Select(read.Access.Linear.Coefficient),
        pointer);

    /// <summary>A convolution's sizes; those of its gradients are the convolution's own.</summary>
    private static string Sizes(Node product)
    {
        var op = (ConvolutionOp)product.Op;
        var (x, y, weight) = op.Shapes(product);
        var (outputs, inputs) = (Dim.FloorDiv(weight[0], op.Groups), weight[1]);
        string sizes = string.Join(", ", new[] { x[0], op.Groups, outputs, inputs }.Select(Literals.Size));
        return $"new ConvolutionShape({sizes}, {Window(op.Axes, x, y)})";
    }

    /// <summary>Windows over images that give results, both [N, C, ...].</summary>
    internal static string Window(EquatableArray<WindowAxis> axes, Shape images, Shape results)
    {
        string[] sizes = [.. axes.Select((axis, i) => Sizes(axis, images[i + 2], results[i + 2]))];
        return sizes.Length == 2 && sizes[0] == sizes[1]
            ? $"SlidingWindow.Square({sizes[0]})"
            : $"new SlidingWindow({string.Join(", ", sizes.Select(s => $"new WindowAxis({s})"))})";
    }

    /// <summary>The sizes of a window's axis, without what is as it is by default.</summary>
    private static string Sizes(WindowAxis axis, Dim input, Dim output)
    {
        var sizes = new List<Dim> { input, output, axis.Kernel, axis.Stride, axis.Dilation, axis.Before };
        Dim[] defaults = [Dim.One, Dim.One, Dim.Zero];
        while (sizes.Count > 3 && sizes[sizes.Count - 1] == defaults[sizes.Count - 4]) sizes.RemoveAt(sizes.Count - 1);
        return string.Join(", ", sizes.Select(Literals.Size));
    }

    private static string New(string type, IEnumerable<Dim> sizes, string? pointer = null)
    {
        var arguments = sizes.Select(Literals.Size);
        return $"new {type}({string.Join(", ", pointer is null ? arguments : arguments.Prepend(pointer))})";
    }
}
