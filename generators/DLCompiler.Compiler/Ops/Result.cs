using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>One result of an op that has several. Nothing else may use such an op.</summary>
public sealed record Result(int Index) : Primitive
{
    public override string Attributes => Index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        throw new InvalidOperationException("The type of a result is its op's to tell.");

    public override IReadOnlyList<TensorType> TypesOf(IReadOnlyList<Node> inputs) => [inputs[0].Types[Index]];
}
