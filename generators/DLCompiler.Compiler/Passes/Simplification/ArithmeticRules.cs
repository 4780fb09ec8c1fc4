using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Passes.Simplification;

/// <summary>
/// Rules of arithmetic. They may change the last bit of a result. Of what floats do with NaN and infinity they give
/// up one thing: a product with a number 0 of the graph is 0.
/// </summary>
internal static class ArithmeticRules
{
    /// <summary>x + 0 = x, x − 0 = x, 0 − x = −x.</summary>
    public static Node? AddNothing(Node node) => node.Op switch
    {
        Add or Subtract when IsNumber(node.Inputs[1], 0) => node.Inputs[0],
        Subtract when IsNumber(node.Inputs[0], 0) => -node.Inputs[1],
        _ => null,
    };

    /// <summary>x · 1 = x, x · −1 = −x, x · 0 = 0, 0 / x = 0.</summary>
    public static Node? MultiplyByOneOrZero(Node node) => node.Op switch
    {
        Multiply when IsNumber(node.Inputs[1], 1) => node.Inputs[0],
        Multiply when IsNumber(node.Inputs[1], -1) => -node.Inputs[0],
        Multiply when IsNumber(node.Inputs[1], 0) => node.Inputs[1],
        Divide when IsNumber(node.Inputs[0], 0) => node.Inputs[0],
        _ => null,
    };

    /// <summary>x / c = x · (1/c), where 1/c is finite.</summary>
    public static Node? DivideByNumber(Node node)
    {
        if (node.Op is not Divide || Build.FilledWith(node.Inputs[1]) is not { } divisor) return null;
        if (divisor.Constant is { } value && !IsFiniteFloat(1 / value)) return null;
        return node.Inputs[0] * (1 / divisor);
    }

    /// <summary>(x · a) · b = x · (a·b), (x + a) + b = x + (a + b), (−x) · a = x · (−a), −(x · a) = x · (−a).</summary>
    public static Node? CombineNumbers(Node node) => node.Op switch
    {
        Negate when Factor(node.Inputs[0]) is { } factor => node.Inputs[0].Inputs[0] * -factor,
        Add or Multiply when Build.FilledWith(node.Inputs[1]) is { } number => Combine(node, node.Inputs[0], number),
        _ => null,
    };

    /// <summary>
    /// (x · c) · y = (x · y) · c and (x · c) / y = (x / y) · c: numbers move towards the result, where they meet
    /// others.
    /// </summary>
    public static Node? NumbersOutward(Node node)
    {
        if (node.Op is not (Multiply or Divide)) return null;
        Node x = node.Inputs[0], y = node.Inputs[1];
        if (Factor(x) is { } left && Build.FilledWith(y) is null) return new Node(node.Op, x.Inputs[0], y) * left;
        if (Factor(y) is not { } right || Build.FilledWith(x) is not null) return null;
        return new Node(node.Op, x, y.Inputs[0]) * (node.Op is Multiply ? right : 1 / right);
    }

    /// <summary>x / s = x · (1/s) where s is repeated: fewer divisions.</summary>
    public static Node? DivideByRepeated(Node node) =>
        node.Op is Divide && node.Inputs[1].Op is Broadcast && node.Inputs.All(i => Build.FilledWith(i) is null)
            ? node.Inputs[0] * Build.BroadcastTo(1 / node.Inputs[1].Inputs[0], node.Shape)
            : null;

    /// <summary>Negations move towards the result, where sums and differences absorb them.</summary>
    public static Node? CombineNegations(Node node)
    {
        if (node.Inputs.Count == 0) return null;
        Node x = node.Inputs[0], y = node.Inputs[node.Inputs.Count - 1];
        return node.Op switch
        {
            Negate when x.Op is Negate => x.Inputs[0],
            Negate when x.Op is Subtract => x.Inputs[1] - x.Inputs[0],
            Add when y.Op is Negate => x - y.Inputs[0],
            Add when x.Op is Negate => y - x.Inputs[0],
            Subtract when y.Op is Negate => x + y.Inputs[0],
            Multiply or Divide when x.Op is Negate => -new Node(node.Op, x.Inputs[0], y),
            Multiply or Divide when y.Op is Negate => -new Node(node.Op, x, y.Inputs[0]),
            _ => null,
        };
    }

    /// <summary>Small whole and half exponents as products and roots.</summary>
    public static Node? PowerOfNumber(Node node)
    {
        if (node.Op is not Pow || Build.FilledWith(node.Inputs[1])?.Constant is not { } exponent) return null;
        var x = node.Inputs[0];
        return exponent switch
        {
            0 => Build.Fill(1, node.Shape),
            0.5 => Build.Sqrt(x),
            1 => x,
            2 => x * x,
            3 => x * x * x,
            4 => Squared(x * x),
            -0.5 => Build.Rsqrt(x),
            -1 => 1 / x,
            -2 => 1 / (x * x),
            _ => null,
        };
    }

    /// <summary>1 / √x in one op.</summary>
    public static Node? ReciprocalOfRoot(Node node) =>
        node.Op is Divide && IsNumber(node.Inputs[0], 1) && node.Inputs[1].Op is Sqrt
            ? Build.Rsqrt(node.Inputs[1].Inputs[0])
            : null;

    /// <summary>Whichever is chosen of two equals.</summary>
    public static Node? ChooseBetweenEquals(Node node) =>
        node.Op is Where && node.Inputs[1] == node.Inputs[2] ? node.Inputs[1] : null;

    /// <summary>The sum or product of x and a number, where x has a number of its own.</summary>
    private static Node? Combine(Node node, Node x, Scalar outer)
    {
        if (node.Op is Multiply && x.Op is Negate) return x.Inputs[0] * -outer;
        if (x.Op != node.Op || Build.FilledWith(x.Inputs[1]) is not { } inner) return null;
        return node.Op is Add ? x.Inputs[0] + (inner + outer) : x.Inputs[0] * (inner * outer);
    }

    /// <summary>c, where the node is x · c.</summary>
    private static Scalar? Factor(Node node) => node.Op is Multiply ? Build.FilledWith(node.Inputs[1]) : null;

    private static Node Squared(Node x) => x * x;

    private static bool IsNumber(Node node, double value) => Build.FilledWith(node)?.Constant == value;

    private static bool IsFiniteFloat(double value) => Math.Abs(value) is > 0 and <= float.MaxValue;
}
