using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes.Simplification;

/// <summary>Tensors that are one number everywhere are computed now, or once a call, as a scalar.</summary>
internal static class ConstantRules
{
    /// <summary>An elementwise op on numbers is a number.</summary>
    public static Node? FoldElementwise(Node node)
    {
        if (node.Op is not Elementwise op || node.Inputs.Count > 3) return null;
        if (op is Where && Build.FilledWith(node.Inputs[0])?.Constant is { } condition)
            return node.Inputs[condition != 0 ? 1 : 2];
        if (Build.FilledWith(node.Inputs[0]) is not { } x) return null;
        if (node.Inputs.Count == 1) return Fold(op, x) is { } unary ? Build.Fill(unary, node.Shape) : null;
        if (Build.FilledWith(node.Inputs[1]) is not { } y) return null;
        return Fold(op, x, y) is { } binary ? Build.Fill(binary, node.Shape) : null;
    }

    /// <summary>
    /// A number that is moved, joined with its like or padded with itself is a number in another shape.
    /// </summary>
    public static Node? FoldMovement(Node node)
    {
        bool isMovement = node.Op is Reshape or Permute or Broadcast or Slice or Concat or Pad;
        if (!isMovement || IsPlainFill(node)) return null;
        if (Build.FilledWith(node.Inputs[0]) is not { } value) return null;
        if (node.Op is Pad pad && value.Constant != pad.Value) return null;
        return node.Inputs.Skip(1).All(i => value.Equals(Build.FilledWith(i))) ? Build.Fill(value, node.Shape) : null;
    }

    /// <summary>Σ c = c · n; the extrema of a number are the number.</summary>
    public static Node? FoldReduction(Node node)
    {
        if (node.Op is not Reduce reduce || Build.FilledWith(node.Inputs[0]) is not { } value) return null;
        Scalar count = Build.CountAlong(node.Inputs[0].Shape, reduce.Axes);
        return Build.Fill(reduce is ReduceSum ? value * count : value, node.Shape);
    }

    /// <summary>c + x = x + c and c · x = x · c: the other rules look for numbers on the right.</summary>
    public static Node? NumberToTheRight(Node node) =>
        node.Op is Add or Multiply or Maximum or Minimum
        && Build.FilledWith(node.Inputs[0]) is not null && Build.FilledWith(node.Inputs[1]) is null
            ? new Node(node.Op, node.Inputs[1], node.Inputs[0])
            : null;

    /// <summary>Whether the node is what <see cref="Fill"/> makes.</summary>
    private static bool IsPlainFill(Node node) => node.Op switch
    {
        Broadcast => node.Inputs[0].Op is Reshape && node.Inputs[0].Inputs[0].Op is Literal,
        Reshape => node.Inputs[0].Op is Literal,
        _ => false,
    };

    private static Scalar? Fold(Elementwise op, Scalar x) => op switch
    {
        Negate => -x,
        Relu => Scalar.Call("Max", x, 0),
        Rsqrt => 1 / Scalar.Call("Sqrt", x),
        Sigmoid => 1 / (1 + Scalar.Call("Exp", -x)),
        Abs or Exp or Log or Sqrt or Tanh or Sin or Cos or Floor => Scalar.Call(op.Name, x),
        _ => null,
    };

    private static Scalar? Fold(Elementwise op, Scalar x, Scalar y) => op switch
    {
        Add => x + y,
        Subtract => x - y,
        Multiply => x * y,
        Divide => x / y,
        Pow => Scalar.Call("Pow", x, y),
        Maximum => Scalar.Call("Max", x, y),
        Minimum => Scalar.Call("Min", x, y),
        Comparison when x.Constant is { } a && y.Constant is { } b => Compare(op, a, b) ? 1 : 0,
        _ => null,
    };

    private static bool Compare(Elementwise op, double x, double y) => op switch
    {
        Less => x < y,
        LessEqual => x <= y,
        Greater => x > y,
        GreaterEqual => x >= y,
        Equal => x == y,
        _ => x != y,
    };
}
