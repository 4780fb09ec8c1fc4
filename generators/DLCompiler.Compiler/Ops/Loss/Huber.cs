using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of d²/2 where |d| ≤ δ, and δ·(|d| − δ/2) beyond, d = p − t.</summary>
public sealed record Huber(double Delta) : LossOp
{
    public static readonly OpDefinition Definition = new(
        "Huber", "Squared for small errors, linear for large ones.", Define)
    {
        Signatures = ["Tensor Huber(Tensor prediction, Tensor target, float delta = 1f)"],
        Formula = "mean (|d| ≤ δ ? d²/2 : δ·(|d| − δ/2)), d = p − t (Huber 1964)",
        ShapeRule = Losses.ShapeRule("prediction"),
        Cases =
        [
            .. Losses.Cases("Huber(prediction, target, delta: 0.7f)", "prediction"),
            new("Huber(prediction, target, delta: 0f)", "prediction: [N]; target: [N]") { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => $"delta: {(Scalar)Delta}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var difference = inputs[0] - inputs[1];
        var distance = Abs(difference);
        var linear = (distance - (Delta / 2)) * Delta;
        return MeanOfAll(Where(LessEqual(distance, Number(Delta)), Square(difference) * 0.5, linear));
    }

    private static TensorValue Define(CallArguments call)
    {
        double delta = call.Number("delta");
        if (!(delta > 0)) throw new ShapeException("DLC1012", $"delta must be positive, not {(Scalar)delta}", "delta");
        return Losses.Define(call, "Huber", "prediction", (p, t) => new Node(new Huber(delta), p, t));
    }
}
