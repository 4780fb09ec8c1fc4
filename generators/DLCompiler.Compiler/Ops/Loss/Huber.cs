using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of d²/2 where |d| ≤ δ, and δ·(|d| − δ/2) beyond, d = p − t.</summary>
public sealed record Huber(double Delta) : PointwiseLoss
{
    public static readonly OpDefinition Definition = Define(
        "Huber",
        "prediction",
        "Squared for small errors, linear for large ones.",
        "mean (|d| ≤ δ ? d²/2 : δ·(|d| − δ/2)), d = p − t (Huber 1964)",
        call => new Huber(Positive(call)),
        ", float delta = 1f",
        ", delta: 0.7f",
        [new("Huber(prediction, target, delta: 0f)", "prediction: [N]; target: [N]") { Fails = "DLC1012" }]);

    public override string Attributes => $"delta: {(Scalar)Delta}";

    protected override Node Element(Node x, Node target)
    {
        var difference = x - target;
        var distance = Abs(difference);
        var linear = (distance - (Delta / 2)) * Delta;
        return Where(LessEqual(distance, Number(Delta)), Square(difference) * 0.5, linear);
    }

    private static double Positive(CallArguments call) =>
        call.Number("delta") is > 0 and var delta
            ? delta
            : throw new ShapeException("DLC1012", $"delta must be positive, not {call.Scalar("delta")}", "delta");
}
