using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x where x > 0, else slope · x.</summary>
public sealed record LeakyRelu(double NegativeSlope) : Activation
{
    public static readonly OpDefinition Definition = new(
        "LeakyRelu",
        "A rectifier that lets a part of negative values through.",
        call => new TensorValue(new Node(new LeakyRelu(call.Number("negativeSlope")), call.Tensor("x"))))
    {
        Signatures = ["Tensor LeakyRelu(Tensor x, float negativeSlope = 0.01f)"],
        Formula = "x > 0 ? x : negativeSlope · x",
        ShapeRule = "x: any shape → the same shape",
        Cases = [new("LeakyRelu(x)", "x: [N, 3]"), new("LeakyRelu(x, negativeSlope: 0.2f)", "x: [N, 3]")],
    };

    public override string Attributes => $"slope: {(Scalar)NegativeSlope}";

    protected override Node Of(Node x) => Where(Greater(x, Number(0)), x, x * NegativeSlope);
}
