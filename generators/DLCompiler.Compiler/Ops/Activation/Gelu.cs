using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x · Φ(x), or its approximation by tanh.</summary>
public sealed record Gelu(bool Approximate) : Activation
{
    public static readonly OpDefinition Definition = new(
        "Gelu",
        "The Gaussian error linear unit (Hendrycks, Gimpel 2016), exact or approximated by tanh.",
        call => new TensorValue(new Node(new Gelu(call.Flag("approximate")), call.Tensor("x"))))
    {
        Signatures = ["Tensor Gelu(Tensor x, bool approximate = false)"],
        Formula = "x/2 · (1 + erf(x/√2)); approximate: x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³)))",
        ShapeRule = "x: any shape → the same shape",
        Cases = [new("Gelu(x)", "x: [N, 3]"), new("Gelu(x, approximate: true)", "x: [N, 3]")],
    };

    public override string Attributes => Approximate ? "approximate" : "";

    protected override Node Of(Node x) => Approximate
        ? x * 0.5 * (Tanh((x + (x * x * x * 0.044715)) * Math.Sqrt(2 / Math.PI)) + 1)
        : x * 0.5 * (Erf(x * Math.Sqrt(0.5)) + 1);
}
