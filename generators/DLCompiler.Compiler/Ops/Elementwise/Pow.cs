using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x to the power of y.</summary>
public sealed record Pow : Elementwise
{
    public static readonly OpDefinition Definition = new(
        "Pow",
        "x to the power of an exponent.",
        call => new TensorValue(Pow(call.Tensor("x"), call.Tensor("exponent"))))
    {
        Signatures = ["Tensor Pow(Tensor x, Tensor exponent)", "Tensor Pow(Tensor x, float exponent)"],
        Formula = "x^exponent; the gradients at x = 0 are 0 where torch.pow's are",
        ShapeRule = "x, exponent: shapes that broadcast → their common shape",
        Cases =
        [
            new("Pow(x, 3f)", "x: [N, 3]"),
            new("Pow(x, 0f)", "x: [N, 3]"),
            new("Pow(x, -1f)", "x: [N, 3]") { Domain = CaseDomain.Positive },
            new("Pow(x, 0.5f)", "x: [N, 3]") { Domain = CaseDomain.Positive },
            new("Pow(x, exponent)", "x: [N, 3]; exponent: [3]") { Domain = CaseDomain.Positive },
            new("Pow(x, exponent)", "x: [N, 3]; exponent: [2]") { Fails = "DLC1001" },
        ],
    };

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        Node x = node.Inputs[0], y = node.Inputs[1];
        var byBase = Where(Equal(y, Number(0)), Number(0), gradient * y * Pow(x, y - 1));
        var atZero = Multiply(Equal(x, Number(0)), GreaterEqual(y, Number(0)));
        return [byBase, Where(atZero, Number(0), gradient * node * Log(x))];
    }
}
