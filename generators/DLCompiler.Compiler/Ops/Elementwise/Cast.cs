using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Integers as floats (exact up to 2²⁴). Integers carry no gradient.</summary>
public sealed record Cast : Elementwise
{
    public static readonly OpDefinition Definition = new(
        "ToFloat", "Integers as floats, exact up to 2²⁴.", call => new TensorValue(Build.Float(call.Tensor("x"))))
    {
        Signatures = ["Tensor ToFloat(IntTensor x)"],
        ShapeRule = "x: any shape → the same shape",
        Cases = [new("ToFloat(x)", "x: int[N, 3] < 7")],
    };

    protected override DType Operands => DType.Int32;

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [null];
}
