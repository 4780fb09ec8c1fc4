using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>What definitions of one kind have in common: signatures, shape rule, the case that must fail.</summary>
internal static class Definitions
{
    private const string SameShape = "x: any shape → the same shape";
    private const string CommonShape = "x, y: shapes that broadcast → their common shape";

    /// <summary>y = f(x), element by element.</summary>
    public static OpDefinition Unary(
        string name, string summary, string formula, Func<Node, Node> build, CaseDomain domain = CaseDomain.Normal) =>
        new(name, summary, call => new TensorValue(build(call.Tensor("x"))))
        {
            Signatures = [$"Tensor {name}(Tensor x)"],
            Formula = formula,
            ShapeRule = SameShape,
            Cases =
            [
                new($"{name}(x)", "x: [N, 3, 5]") { Domain = domain },
                new($"{name}(x)", "x: []") { Domain = domain },
            ],
        };

    /// <summary>A method of two tensors, or of a tensor and a number on either side.</summary>
    public static OpDefinition Binary(
        string name, string summary, string formula, Func<Node, Node, Node> build, params string[] moreSignatures) =>
        new(name, summary, call => new TensorValue(build(call.Tensor("x"), call.Tensor("y"))))
        {
            Signatures = [.. Overloads(name), .. moreSignatures],
            Formula = formula,
            ShapeRule = CommonShape,
            Cases = BinaryCases((x, y) => $"{name}({x}, {y})"),
        };

    /// <summary>An operator on two tensors, or on a tensor and a number on either side.</summary>
    public static OpDefinition Operator(
        string name,
        string symbol,
        string summary,
        Func<Node, Node, Node> build,
        CaseDomain domain = CaseDomain.Normal) =>
        new(name, summary, call => new TensorValue(build(call.Tensor("x"), call.Tensor("y"))))
        {
            Signatures = Overloads($"operator {symbol}"),
            Formula = $"x {symbol} y",
            ShapeRule = CommonShape,
            Cases = [.. BinaryCases((x, y) => $"{x} {symbol} {y}").Select(c => c with { Domain = domain })],
        };

    private static IReadOnlyList<string> Overloads(string method) =>
    [
        $"Tensor {method}(Tensor x, Tensor y)",
        $"Tensor {method}(Tensor x, float y)",
        $"Tensor {method}(float x, Tensor y)",
    ];

    private static IReadOnlyList<OpCase> BinaryCases(Func<string, string, string> expression) =>
    [
        new(expression("x", "y"), "x: [N, 3]; y: [N, 3]"),
        new(expression("x", "y"), "x: [N, 1, 4]; y: [3, 1]"),
        new(expression("x", "0.5f"), "x: [N, 3]"),
        new(expression("2", "y"), "y: [N, 3]"),
        new(expression("x", "y"), "x: [N, 3]; y: [N, 4]") { Fails = "DLC1001" },
    ];
}
