using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of max(‖a − p‖ − ‖a − n‖ + margin, 0) along the last axis.</summary>
public sealed record TripletMargin(double Margin) : LossOp
{
    /// <summary>What PyTorch's pairwise_distance adds to each difference.</summary>
    private const double Epsilon = 1e-6;

    public static readonly OpDefinition Definition = new(
        "TripletMargin", "Brings an anchor nearer to one vector than to another (Balntas et al. 2016).", Define)
    {
        Signatures = ["Tensor TripletMargin(Tensor anchor, Tensor positive, Tensor negative, float margin = 1f)"],
        Formula = "mean max(d(a, p) − d(a, n) + margin, 0), d(x, y) = ‖x − y + 10⁻⁶‖",
        ShapeRule = "anchor, positive, negative: one shape [..., K] → a scalar",
        Cases =
        [
            new("TripletMargin(anchor, positive, negative)", "anchor: [N, 5]; positive: [N, 5]; negative: [N, 5]"),
            new("TripletMargin(anchor, positive, negative, 3f)", "anchor: [N, 2]; positive: [N, 2]; negative: [N, 2]"),
            new("TripletMargin(anchor, positive, negative)", "anchor: [N, 5]; positive: [N, 4]; negative: [N, 5]")
            {
                Fails = "DLC1011",
            },
        ],
    };

    public override string Attributes => $"margin: {(Scalar)Margin}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        Node anchor = inputs[0];
        Node Distance(Node x) => new(new Norm([anchor.Rank - 1], 2), anchor - x + Epsilon);
        return MeanOfAll(Relu(Distance(inputs[1]) - Distance(inputs[2]) + Margin));
    }

    private static TensorValue Define(CallArguments call)
    {
        var anchor = call.Tensor("anchor");
        if (anchor.Rank == 0)
            throw new ShapeException("DLC1006", "TripletMargin compares vectors, not numbers", "anchor");
        Node Other(string name) => Losses.WithShape("TripletMargin", call.Tensor(name), anchor.Shape, name, "anchor");
        return new TensorValue(
            new Node(new TripletMargin(call.Number("margin")), anchor, Other("positive"), Other("negative")));
    }
}
