using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Positions as sines and cosines of geometric frequencies: [count, size].</summary>
public sealed record SinusoidalEncoding(Dim Count, Dim Size) : Composite
{
    private const double Base = 10_000;

    public static readonly OpDefinition Definition = new(
        "SinusoidalEncoding", "Positions as sines and cosines (Vaswani et al. 2017, section 3.5).", Define)
    {
        Signatures = ["Tensor SinusoidalEncoding(int count, int size)"],
        Formula = "y[t, 2i] = sin(t / 10000^(2i/size)), y[t, 2i + 1] = cos(t / 10000^(2i/size))",
        ShapeRule = "count: T, size: D, even → [T, D]",
        Cases =
        [
            new("SinusoidalEncoding(7, 6)", "") { Differentiable = false },
            new("SinusoidalEncoding(7, 5)", "") { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => $"count: {Count}, size: {Size}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var angles = Angles(Count, Dim.Zero, Size, Base);
        var pairs = Build.Concat([Unsqueeze(Sin(angles), 2), Unsqueeze(Cos(angles), 2)], 2);
        return Reshape(pairs, Shape.Of(Count, Size));
    }

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) =>
        TensorType.Float(Shape.Of(Count, Size));

    /// <summary>(start + t) · base^(−2i/size) for t below count and i below size/2: [count, size/2].</summary>
    internal static Node Angles(Dim count, Dim start, Dim size, double @base)
    {
        var half = new Node(new Iota(Dim.FloorDiv(size, 2)));
        var frequencies = Exp(half * (Scalar.Call("Log", @base) * -2 / (Scalar)size));
        return Unsqueeze(new Node(new Iota(count)) + (Scalar)start, 1) * frequencies;
    }

    private static TensorValue Define(CallArguments call)
    {
        Dim count = call.Size("count"), size = call.Size("size");
        Constraints.Require(
            Dim.FloorDiv(size, 2) * 2,
            size,
            "DLC1012",
            () => $"each frequency has a sine and a cosine: the size must be even, not {size}",
            "size");
        return new TensorValue(new Node(new SinusoidalEncoding(count, size)));
    }
}
