using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x where x > 0, else α · (eˣ − 1).</summary>
public sealed record Elu(double Alpha) : Activation
{
    public static readonly OpDefinition Definition = new(
        "Elu",
        "The exponential linear unit (Clevert et al. 2015).",
        call => new TensorValue(new Node(new Elu(call.Number("alpha")), call.Tensor("x"))))
    {
        Signatures = ["Tensor Elu(Tensor x, float alpha = 1f)"],
        Formula = "x > 0 ? x : alpha · (eˣ − 1)",
        ShapeRule = "x: any shape → the same shape",
        Cases = [new("Elu(x)", "x: [N, 3]"), new("Elu(x, alpha: 0.5f)", "x: [N, 3]")],
    };

    public override string Attributes => $"alpha: {(Scalar)Alpha}";

    protected override Node Of(Node x) =>
        Where(Greater(x, Number(0)), x, Expm1(Minimum(x, Number(0))) * Alpha);
}
