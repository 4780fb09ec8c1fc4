using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of 1 − cos for pairs that belong together, and of max(cos − margin, 0) for others.</summary>
public sealed record CosineEmbedding(double Margin) : LossOp
{
    /// <summary>PyTorch's floor of squared lengths.</summary>
    private const double Epsilon = 1e-12;

    public static readonly OpDefinition Definition = new(
        "CosineEmbedding", "Brings vectors of pairs together (target 1) or apart (target −1).", Define)
    {
        Signatures = ["Tensor CosineEmbedding(Tensor x, Tensor y, Tensor target, float margin = 0f)"],
        Formula = "mean (t > 0 ? 1 − cos(x, y) : max(cos(x, y) − margin, 0))",
        ShapeRule = "x, y: [..., K], target: [...] → a scalar",
        Cases =
        [
            new("CosineEmbedding(x, y, target)", "x: [N, 5]; y: [N, 5]; target: [N]"),
            new("CosineEmbedding(x, y, target, margin: 0.25f)", "x: [N, 5]; y: [N, 5]; target: [N]"),
            new("CosineEmbedding(x, y, target)", "x: [N, 5]; y: [N, 4]; target: [N]") { Fails = "DLC1011" },
            new("CosineEmbedding(x, y, target)", "x: [8, 5]; y: [8, 5]; target: [9]") { Fails = "DLC1011" },
        ],
    };

    public override string Attributes => $"margin: {(Scalar)Margin}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        Node x = inputs[0], y = inputs[1], target = inputs[2];
        EquatableArray<int> last = [x.Rank - 1];
        Node Dot(Node a, Node b) => DropAxes(Sum(a * b, last), last);
        var cosine = Dot(x, y) * Rsqrt((Dot(x, x) + Epsilon) * (Dot(y, y) + Epsilon));
        return MeanOfAll(Where(Greater(target, Number(0)), 1 - cosine, Relu(cosine - Margin)));
    }

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        if (x.Rank == 0) throw new ShapeException("DLC1006", "CosineEmbedding compares vectors, not numbers", "x");
        var y = Losses.WithShape("CosineEmbedding", call.Tensor("y"), x.Shape, "y", "x");
        var rows = Shape.Of(x.Shape.Dims.Take(x.Rank - 1));
        var target = Losses.WithShape("CosineEmbedding", call.Tensor("target"), rows, "target", "x");
        return new TensorValue(new Node(new CosineEmbedding(call.Number("margin")), x, y, Float(target)));
    }
}
