using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes.Simplification;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;
using static DLCompiler.Compiler.Tests.Support.Networks;

namespace DLCompiler.Compiler.Tests.Passes;

/// <summary>Each rule on the smallest graph where it applies: the result is as expected and the values stay.</summary>
public class SimplifyTests
{
    private static readonly Dim N = Dim.Symbol("N");
    private static readonly Node X = Input("x", N, 6);
    private static readonly Node Y = Input("y", N, 6);
    private static readonly Node Row = Input("row", 1, 6);
    private static readonly Node Batch = Input("batch", N, 2, 3);

    public static TheoryData<string, Node, string> Rules => new()
    {
        { "fold numbers", X * (Build.Number(2) * 3.0), "Multiply(x, 6)" },
        { "fold sizes", X * Build.Sqrt(Build.Number(N) * 4.0), "Multiply(x, Sqrt((4 * N)))" },
        { "fold a comparison", Build.Where(Build.Less(Build.Number(1), Build.Number(2)), X, Y), "x" },
        { "fold movement", X + Build.Transpose(Build.Fill(2, Shape.Of(6, N))), "Add(x, 2)" },
        { "fold a sum", X + Build.Sum(Build.Fill(2, Shape.Of(N, 6)), [1]), "Add(x, 12)" },
        { "number to the right", 2 * X, "Multiply(x, 2)" },
        { "x + 0", X + 0, "x" },
        { "0 - x", 0 - X, "Negate(x)" },
        { "x * 1", X * 1, "x" },
        { "x * -1", X * -1, "Negate(x)" },
        { "x * 0", Y + (X * 0), "y" },
        { "x / c", X / 4, "Multiply(x, 0.25)" },
        { "combine factors", X * 2 * 3, "Multiply(x, 6)" },
        { "combine terms", X + 2 + 3, "Add(x, 5)" },
        { "negated factor", -(X * 2), "Multiply(x, -2)" },
        { "double negation", -(-X), "x" },
        { "negated difference", -(X - Y), "Subtract(y, x)" },
        { "add a negative", X + -Y, "Subtract(x, y)" },
        { "subtract a negative", X - -Y, "Add(x, y)" },
        { "negated product", (-X * Y) + X, "Subtract(x, Multiply(x, y))" },
        { "numbers outward", X * 2 * (Y * 3), "Multiply(Multiply(x, y), 6)" },
        { "divide by a repeated row", X / Row, "Multiply(x, Broadcast(Divide(1, row)))" },
        { "cube", Build.Pow(X, Build.Number(3)), "Multiply(Multiply(x, x), x)" },
        { "power 0", Y * Build.Pow(X, Build.Number(0)), "y" },
        { "power 1/2", Build.Pow(X, Build.Number(0.5)), "Sqrt(x)" },
        { "power -1/2", 1 / Build.Sqrt(X), "Rsqrt(x)" },
        { "either is the same", Build.Where(Y, X, X), "x" },
        { "whole slice", new Node(new Slice(1, Dim.Zero, 6, Dim.One), X), "x" },
        { "empty padding", new Node(new Pad(1, Dim.Zero, Dim.Zero, 0), X), "x" },
        { "one part", new Node(new Concat(1), X), "x" },
        { "reshape of reshape", new Node(new Reshape(Shape.Of(N, 6)), Build.Reshape(X, Shape.Of(N, 2, 3))), "x" },
        { "permute of permute", new Node(new Permute([1, 0]), Build.Transpose(X)), "x" },
        {
            "broadcast of broadcast",
            new Node(new Broadcast(Shape.Of(N, 6)), new Node(new Broadcast(Shape.Of(1, 6)), Build.Sum(Row, [1]))),
            "Broadcast(ReduceSum(row, axes: [1]))"
        },
        { "slice of slice", Build.Slice(Build.Slice(X, 1, 1, 4), 1, 2, 2), "Slice(x, axis: 1, 3..5)" },
        {
            "strides multiply",
            Build.Slice(Build.Slice(X, 1, 1, 3, 2), 1, 1, 2),
            "Slice(x, axis: 1, 3..6 by 2)"
        },
        {
            "pad of pad",
            Build.Pad(Build.Pad(X, 1, 1, 0), 1, 2, 3),
            "Pad(x, axis: 1, before: 3, after: 3, value: 0)"
        },
        { "concat of concat", Build.Concat([Build.Concat([X, Y], 1), X], 1), "Concat(x, y, x, axis: 1)" },
        { "permute ones", Build.Permute(Build.Unsqueeze(X, 1), [1, 0, 2]), "Reshape(x)" },
        {
            "permute before repeating",
            Build.Permute(Build.BroadcastTo(Row, Shape.Of(N, 6)), [1, 0]),
            "Broadcast(Reshape(row))"
        },
        {
            "compute before repeating",
            Build.Exp(Build.BroadcastTo(Row, Shape.Of(N, 6)) + 1),
            "Broadcast(Exp(Add(row, 1)))"
        },
        { "slice of concat", Build.Slice(Build.Concat([X, Y], 1), 1, 7, 2), "Slice(y, axis: 1, 1..3)" },
        { "slice of repeats", Build.Slice(Build.BroadcastTo(Row, Shape.Of(N, 6)), 0, 0, 2), "Broadcast(row)" },
        {
            "gradient of a split",
            Build.Pad(Build.Slice(X, 1, 4, 2), 1, 4, 0) + Build.Pad(Build.Slice(Y, 1, 0, 1), 1, 0, 5)
                + Build.Pad(Build.Slice(Y, 1, 1, 3), 1, 1, 2),
            "Concat(Slice(y, axis: 1, 0..1), Slice(y, axis: 1, 1..4), Slice(x, axis: 1, 4..6), axis: 1)"
        },
        { "axis of size 1", Build.Sum(Row, [0]), "row" },
        { "sum of sum", Build.Sum(Build.Sum(Batch, [2]), [1]), "ReduceSum(batch, axes: [1, 2])" },
        { "sum of repeats", Build.Sum(Build.BroadcastTo(Row, Shape.Of(N, 6)), [0]), "Multiply(row, N)" },
        {
            "sum of repeats and others",
            Build.Sum(Build.BroadcastTo(Row, Shape.Of(N, 6)), [0, 1]),
            "Multiply(ReduceSum(row, axes: [1]), N)"
        },
        { "maximum of repeats", Build.Max(Build.BroadcastTo(Row, Shape.Of(N, 6)), [0]), "row" },
        { "factor out of a sum", Build.Sum(X * 3, [1]), "Multiply(ReduceSum(x, axes: [1]), 3)" },
        { "negation out of a sum", Build.Sum(-X, [1]), "Negate(ReduceSum(x, axes: [1]))" },
        {
            "one right matrix",
            new Node(new MatMul(), Batch, Build.BroadcastTo(Input("w", 3, 5), Shape.Of(N, 3, 5))),
            "Reshape(MatMul(Reshape(batch), w))"
        },
        {
            "gradient of one right matrix",
            Build.Sum(new Node(new MatMul(), Build.Transpose(Batch), Input("g", N, 2, 5)), [0]),
            "Reshape(MatMul(Permute(Reshape(batch), order: [1, 0]), Reshape(g)))"
        },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_applies_and_keeps_the_values(string rule, Node before, string expected)
    {
        var graph = new Graph([new Output(OutputKind.Result, "y", before)]);
        var simplified = Simplify.Run(graph);
        GraphVerifier.Verify(simplified, GraphStage.Lowerable);
        var after = simplified.Outputs[0].Value;
        Assert.Equal(expected, Nested(after));
        Assert.Equal(before.Type, after.Type);
        var leaves = Samples.Leaves(graph, 1, CaseDomain.Positive);
        Numbers.AssertClose(Value(before, leaves), Value(after, leaves), 1e-12, rule);
    }

    [Fact]
    public void Division_by_a_number_without_reciprocal_stays()
    {
        Assert.Equal("Divide(x, 0)", Nested(Simplified(X / 0)));
        Assert.Equal("Divide(x, 1E-40)", Nested(Simplified(X / 1e-40)));
    }

    [Fact]
    public void Parts_that_leave_a_gap_stay_a_sum()
    {
        var gap = Build.Pad(Build.Slice(X, 1, 0, 2), 1, 0, 4) + Build.Pad(Build.Slice(X, 1, 3, 3), 1, 3, 0);
        Assert.IsType<Add>(Simplified(gap).Op);
    }

    [Fact]
    public void Simplified_graphs_stay_as_they_are()
    {
        var once = Simplify.Run(DLCompiler.Compiler.Passes.Decompose.Run(Transformer(1, 8, 2)));
        Assert.Equal(GraphPrinter.Print(once), GraphPrinter.Print(Simplify.Run(once)));
    }

    private static Node Simplified(Node node) =>
        Simplify.Run(new Graph([new Output(OutputKind.Result, "y", node)])).Outputs[0].Value;

    private static NdArray Value(Node node, Dictionary<string, NdArray> leaves) =>
        new Interpreter(Samples.Symbols, leaves).Evaluate(node);

    /// <summary>The node as one expression.</summary>
    private static string Nested(Node node)
    {
        if (Build.FilledWith(node) is { } number) return number.ToString()!;
        if (node.Op is Input input) return input.InputName;
        var arguments = node.Inputs.Select(Nested);
        if (node.Op.Attributes.Length > 0) arguments = arguments.Append(node.Op.Attributes);
        return $"{node.Op.Name}({string.Join(", ", arguments)})";
    }
}
