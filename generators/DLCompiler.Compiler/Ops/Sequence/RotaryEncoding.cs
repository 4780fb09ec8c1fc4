using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Turns each pair (xᵢ, xᵢ₊D/2) by an angle that grows with the position.</summary>
public sealed record RotaryEncoding(Dim Start, double Base) : Composite
{
    public static readonly OpDefinition Definition = new(
        "RotaryEncoding", "Rotary positions for queries and keys (Su et al. 2021), pairs a half apart.", Define)
    {
        Signatures = ["Tensor RotaryEncoding(Tensor x, int start = 0, float frequencyBase = 10000f)"],
        Formula = "(a, b) → (a·cos φ − b·sin φ, b·cos φ + a·sin φ), a and b the halves of the last axis, "
            + "φ[t, i] = (start + t) · frequencyBase^(−2i/D)",
        ShapeRule = "x: [..., T, D], D even → [..., T, D]",
        Cases =
        [
            new("RotaryEncoding(x)", "x: [N, 5, 4]"),
            new("RotaryEncoding(x, start: 3, frequencyBase: 100f)", "x: [N, 2, T, 6]"),
            new("RotaryEncoding(x)", "x: [N, 5, 3]") { Fails = "DLC1007" },
            new("RotaryEncoding(x)", "x: [4]") { Fails = "DLC1006" },
        ],
    };

    public override string Attributes => $"start: {Start}, base: {(Scalar)Base}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var x = inputs[0];
        int last = x.Rank - 1;
        Dim size = x.Shape[last], half = Dim.FloorDiv(size, 2);
        Node a = Slice(x, last, Dim.Zero, half), b = Slice(x, last, half, half);
        var angles = SinusoidalEncoding.Angles(x.Shape[last - 1], Start, size, Base);
        Node cosine = Cos(angles), sine = Sin(angles);
        return Build.Concat([(a * cosine) - (b * sine), (b * cosine) + (a * sine)], last);
    }

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => inputs[0];

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        if (x.Rank < 2) throw new ShapeException("DLC1006", $"RotaryEncoding takes [..., T, D], not {x.Shape}", "x");
        Halves.Of("RotaryEncoding", x, x.Rank - 1);
        double @base = call.Number("frequencyBase");
        if (!(@base > 0))
            throw new ShapeException("DLC1012", $"the base must be positive, not {(Scalar)@base}", "frequencyBase");
        return new TensorValue(new Node(new RotaryEncoding(call.Size("start"), @base), x));
    }
}
