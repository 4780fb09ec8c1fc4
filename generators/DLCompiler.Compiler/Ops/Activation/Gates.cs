using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Gated units: the first half of an axis and the second, one of which gates the other.</summary>
public static class Gates
{
    public static readonly OpDefinition Glu = Define(
        "Glu",
        "The gated linear unit (Dauphin et al. 2017).",
        "a · σ(b), a and b the halves of the axis",
        (a, b) => a * Sigmoid(b));

    public static readonly OpDefinition SwiGlu = Define(
        "SwiGlu",
        "The gated linear unit with Silu as its gate (Shazeer 2020).",
        "silu(a) · b, a and b the halves of the axis",
        (a, b) => new Node(new Silu(), a) * b);

    private static OpDefinition Define(string name, string summary, string formula, Func<Node, Node, Node> gate) =>
        new(name, summary, call => Build(call, name, gate))
        {
            Signatures = [$"Tensor {name}(Tensor x, int axis = -1)"],
            Formula = formula,
            ShapeRule = "x: [..., 2·K, ...] → [..., K, ...]",
            Cases =
            [
                new($"{name}(x)", "x: [N, 6]"),
                new($"{name}(x, axis: 1)", "x: [N, 4, 3]"),
                new($"{name}(x)", "x: [N, 5]") { Fails = "DLC1007" },
                new($"{name}(x, axis: 2)", "x: [N, 4]") { Fails = "DLC1002" },
            ],
        };

    private static TensorValue Build(CallArguments call, string name, Func<Node, Node, Node> gate)
    {
        var x = call.Tensor("x");
        int axis = call.Axis("axis", x.Rank);
        var half = Halves.Of(name, x, axis);
        return new TensorValue(gate(Slice(x, axis, Dim.Zero, half), Slice(x, axis, half, half)));
    }
}

/// <summary>Axes that are cut in two.</summary>
internal static class Halves
{
    /// <exception cref="ShapeException">The size is odd (DLC1007).</exception>
    public static Dim Of(string op, Node x, int axis, string argument = "x")
    {
        var half = Dim.FloorDiv(x.Shape[axis], 2);
        Constraints.Require(
            half * 2,
            x.Shape[axis],
            "DLC1007",
            () => $"{op} halves axis {axis} of {x.Shape}, and {x.Shape[axis]} is odd",
            argument);
        return half;
    }
}
