using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>The layer <c>[Linear(10)]</c>.</summary>
public static class LinearLayer
{
    public static readonly LayerDefinition Definition = new(
        "Linear", "A fully connected layer on the last axis, x·Wᵀ + b; PyTorch's nn.Linear.", Define)
    {
        ShapeRule = "x: [..., in] → [..., out]; weight: [out, in], bias: [out]",
        EagerOptions = ["Bias", "Tied"],
    };

    private static TensorValue Define(LayerCall call)
    {
        var x = call.Input;
        if (x.Rank == 0) throw new ShapeException("DLC1006", "Linear acts on the last axis, and its input is a scalar");
        Dim outputs = call.Positive("out"), inputs = call.Stated(x.Rank - 1, "last axis is");
        var fans = new Fans(inputs, outputs);
        var uniform = new Initializer(InitializerKind.Uniform, 1 / Math.Sqrt(fans.In));
        var weight = call.Parameter(
            "weight", Shape.Of(outputs, inputs), Initialization.Of(call, "Init", fans, uniform));
        var bias = call.Flag("Bias", otherwise: true)
            ? call.Parameter("bias", Shape.Of(outputs), Initialization.Of(call, "BiasInit", fans, uniform))
            : null;
        return new TensorValue(Linear.Of(x, weight, bias));
    }
}
