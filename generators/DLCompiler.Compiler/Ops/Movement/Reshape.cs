using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>The same elements in row-major order under another shape.</summary>
public sealed record Reshape(Shape Shape) : Primitive
{
    public static readonly OpDefinition Definition = new("Reshape", "The same elements under another shape.", Define)
    {
        Signatures = ["Tensor Reshape(Tensor x, params object[] shape)"],
        Formula = "the elements keep their row-major order",
        ShapeRule = "x: any shape, shape: sizes with the same product, one of which may be −1 (what is left) → shape",
        Cases =
        [
            new("Reshape(x, \"N\", -1, 2)", "x: [N, 6]"),
            new("Reshape(x, 6, \"N\")", "x: [N, 6]"),
            new("Reshape(x, -1)", "x: [N, 6, 2]"),
            new("Reshape(x, \"N\", 7)", "x: [N, 6]") { Fails = "DLC1003" },
            new("Reshape(x, \"N\", 4, -1)", "x: [N, 6]") { Fails = "DLC1003" },
            new("Reshape(x, -1, -1)", "x: [N, 6]") { Fails = "DLC1003" },
        ],
    };

    public override string Attributes => "";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        !HasSameAxes(inputs[0].Shape) && Shape.Count.ProvablyDiffers(inputs[0].Shape.Count)
            ? throw Mismatch(inputs[0].Shape, Shape)
            : inputs[0] with { Shape = Shape };

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [Build.Reshape(gradient, node.Inputs[0].Shape)];

    /// <summary>Whether only axes of size 1 come or go: the frequent case, which needs no product.</summary>
    private bool HasSameAxes(Shape from) =>
        from.Dims.Where(d => d != Dim.One).SequenceEqual(Shape.Dims.Where(d => d != Dim.One));

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        var shape = Shape.Of(Solve(x.Shape, call.Sizes("shape")));
        Constraints.Require(shape.Count, x.Shape.Count, "DLC1003", () => Mismatch(x.Shape, shape).Message, "shape");
        return new TensorValue(Build.Reshape(x, shape));
    }

    /// <summary>The sizes with −1 replaced by what is left.</summary>
    private static IEnumerable<Dim> Solve(Shape x, IReadOnlyList<Dim> sizes)
    {
        int free = sizes.Count(s => s == -1);
        if (free > 1) throw new ShapeException("DLC1003", "only one size of Reshape may be -1", "shape");
        if (free == 0) return sizes;
        var known = Dim.Product(sizes.Where(s => s != -1));
        if (known == Dim.Zero) throw Mismatch(x, Shape.Of(sizes));
        var rest = Dim.FloorDiv(x.Count, known);
        return sizes.Select(s => s == -1 ? rest : s);
    }

    private static ShapeException Mismatch(Shape from, Shape to)
    {
        string counts = $"{from} has {from.Count} elements, {to} has {to.Count}";
        return new ShapeException("DLC1003", $"Reshape cannot make {to} of {from}: {counts}", "shape");
    }
}
