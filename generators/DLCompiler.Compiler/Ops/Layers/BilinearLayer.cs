using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>The layer <c>[Bilinear(10)]</c>, of two inputs.</summary>
public static class BilinearLayer
{
    public static readonly LayerDefinition Definition = new(
        "Bilinear", "A form that is linear in each of two inputs; PyTorch's nn.Bilinear.", Define)
    {
        Takes = [new("x", DType.Float32), new("y", DType.Float32)],
        ShapeRule = "x: [..., in1], y: [..., in2] → [..., out]; weight: [out, in1, in2], bias: [out]",
        EagerOptions = ["Bias"],
    };

    private static TensorValue Define(LayerCall call)
    {
        Node x = call.Input, y = call.Inputs[1]!;
        if (x.Rank == 0 || y.Rank == 0)
            throw new ShapeException("DLC1006", $"Bilinear acts on last axes, and the inputs are {x.Shape} and {y.Shape}");
        Dim outputs = call.Positive("out"), first = x.Shape[x.Rank - 1];
        var fans = new Fans(first, outputs);
        var uniform = new Initializer(InitializerKind.Uniform, 1 / Math.Sqrt(fans.In));
        var weight = call.Parameter(
            "weight", Shape.Of(outputs, first, y.Shape[y.Rank - 1]), Initialization.Of(call, "Init", fans, uniform));
        var bias = call.Flag("Bias", otherwise: true) ? call.Parameter("bias", Shape.Of(outputs), uniform) : null;
        return new TensorValue(Bilinear.Of(x, y, weight, bias));
    }
}
