using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Functions that make nodes. Operands broadcast as users expect; primitives get the explicit form, in which the
/// inputs of an elementwise op have one shape. Gradient rules and decompositions are written with these.
/// </summary>
public static partial class Build
{
    /// <summary>A number, of rank 0.</summary>
    public static Node Number(Scalar value) => new(new Literal(value));

    /// <summary>A tensor with the same number everywhere.</summary>
    public static Node Fill(Scalar value, Shape shape) => BroadcastTo(Number(value), shape);

    public static Node ZerosLike(Node x) => Fill(0, x.Shape);

    /// <summary>
    /// The number that every element is, where the graph says so: a literal that was broadcast or reshaped.
    /// </summary>
    public static Scalar? FilledWith(Node node)
    {
        while (node.Op is Ops.Broadcast or Ops.Reshape) node = node.Inputs[0];
        return (node.Op as Literal)?.Value;
    }

    /// <summary>An elementwise op on operands that broadcast.</summary>
    /// <exception cref="ShapeException">They do not (DLC1001).</exception>
    public static Node Apply(Elementwise op, params Node[] operands)
    {
        var first = operands[0].Shape;
        if (Array.TrueForAll(operands, o => o.Shape == first)) return new Node(op, operands);
        var named = operands.Select((o, i) => (OperandName(operands.Length, i), o.Shape));
        var shape = Broadcasting.Common(op.Name, [.. named]);
        return new Node(op, [.. operands.Select(o => BroadcastTo(o, shape))]);
    }

    /// <summary>The tensor as floats.</summary>
    public static Node Float(Node x) => x.Type.DType == DType.Int32 ? new Node(new Cast(), x) : x;

    public static Node StopGradient(Node x) => new(new StopGradient(), x);

    /// <summary>
    /// Repeats missing axes and axes of size 1, up to a shape whose other sizes agree, if need be by a guard.
    /// </summary>
    public static Node BroadcastTo(Node x, Shape shape)
    {
        if (x.Shape == shape) return x;
        int missing = shape.Rank - x.Rank;
        var aligned = Shape.Of(shape.Dims.Select(
            (d, axis) => axis < missing || x.Shape[axis - missing] == Dim.One ? Dim.One : d));
        var view = Reshape(x, aligned);
        return aligned == shape ? view : new Node(new Broadcast(shape), view);
    }

    /// <summary>What ternary, binary and unary ops call their operands.</summary>
    private static string OperandName(int count, int index) =>
        count == 3 ? index switch { 0 => "condition", 1 => "x", _ => "y" } : index == 0 ? "x" : "y";
}
