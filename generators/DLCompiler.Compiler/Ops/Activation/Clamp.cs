using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>min(max(x, low), high); the gradient passes at the limits too, as torch.clamp's does.</summary>
public sealed record Clamp(Scalar Low, Scalar High) : Activation, IDifferentiable
{
    public static readonly OpDefinition Definition = new("Clamp", "Limits elements to a range.", Define)
    {
        Signatures = ["Tensor Clamp(Tensor x, float min, float max)"],
        Formula = "min(max(x, min), max); the gradient passes at the limits too",
        ShapeRule = "x: any shape → the same shape",
        Cases =
        [
            new("Clamp(x, -0.5f, 0.5f)", "x: [N, 3]"),
            new("Clamp(x, 1f, 0f)", "x: [N, 3]") { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => $"{Low} to {High}";

    public IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        var x = node.Inputs[0];
        var inside = GreaterEqual(x, Number(Low)) * LessEqual(x, Number(High));
        return [Where(inside, gradient, Number(0))];
    }

    protected override Node Of(Node x) => Minimum(Maximum(x, Number(Low)), Number(High));

    private static TensorValue Define(CallArguments call)
    {
        Scalar low = call.Scalar("min"), high = call.Scalar("max");
        if (low.Constant > high.Constant)
            throw new ShapeException("DLC1012", $"the lower limit {low} is above the upper {high}", "min");
        return new TensorValue(new Node(new Clamp(low, high), call.Tensor("x")));
    }
}
