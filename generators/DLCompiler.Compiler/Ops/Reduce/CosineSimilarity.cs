using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The cosine of the angle between vectors along an axis.</summary>
public static class CosineSimilarity
{
    public static readonly OpDefinition Definition = new(
        "CosineSimilarity", "The cosine of the angle between two vectors along an axis.", Define)
    {
        Signatures = ["Tensor CosineSimilarity(Tensor x, Tensor y, int axis = 1, float epsilon = 1e-8f)"],
        Formula = "x·y / (max(‖x‖, ε) · max(‖y‖, ε))",
        ShapeRule = "x, y: shapes that broadcast to [..., K, ...] → [..., ...]",
        Cases =
        [
            new("CosineSimilarity(x, y)", "x: [N, 5]; y: [N, 5]"),
            new("CosineSimilarity(x, y, axis: -1)", "x: [N, 3, 5]; y: [5]"),
            new("CosineSimilarity(x, y)", "x: [N, 5]; y: [N, 4]") { Fails = "DLC1001" },
            new("CosineSimilarity(x, y, axis: 2)", "x: [N, 5]; y: [N, 5]") { Fails = "DLC1002" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        Node x = call.Tensor("x"), y = call.Tensor("y");
        var product = x * y;
        int axis = call.Axis("axis", product.Rank);
        var floor = Number(call.Number("epsilon"));
        Node Length(Node v) => Maximum(new Node(new Norm([axis], 2), BroadcastTo(v, product.Shape)), floor);
        var cosine = Sum(product, [axis]) / (Length(x) * Length(y));
        return new TensorValue(DropAxes(cosine, [axis]));
    }
}
