using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>The layer <c>[Embedding(1000, 64)]</c>.</summary>
public static class EmbeddingLayer
{
    public static readonly LayerDefinition Definition = new(
        "Embedding", "A trained row for each of a number of symbols, chosen by index; PyTorch's nn.Embedding.", Define)
    {
        Takes = [new("x", DType.Int32)],
        ShapeRule = "x: int[...] → [..., size]; weight: [count, size]",
    };

    private static TensorValue Define(LayerCall call)
    {
        Dim count = call.Positive("count"), size = call.Positive("size");
        var normal = new Initializer(InitializerKind.Normal, 1);
        var initializer = Initialization.Of(call, "Init", new Fans(count, size), normal);
        return new TensorValue(Gather.Of(call.Parameter("weight", Shape.Of(count, size), initializer), call.Input));
    }
}
