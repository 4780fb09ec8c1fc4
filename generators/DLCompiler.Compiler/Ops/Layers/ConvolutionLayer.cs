using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>The layers <c>[Conv1d]</c>, <c>[Conv2d]</c> and <c>[Conv3d]</c>.</summary>
public static class ConvolutionLayer
{
    public static readonly LayerDefinition Conv1d = Of(1);

    public static readonly LayerDefinition Conv2d = Of(2);

    public static readonly LayerDefinition Conv3d = Of(3);

    private static LayerDefinition Of(int axes)
    {
        string name = $"Conv{axes}d";
        return new LayerDefinition(
            name, $"A convolution with a trained weight; PyTorch's nn.{name}.", call => Define(name, call, axes))
        {
            ShapeRule = WindowOptions.ShapeRule(axes, "out") + "; weight: [out, C / groups, K…], bias: [out]",
            EagerOptions = ["Stride", "Padding", "Dilation", "Groups", "Bias"],
            Words = WindowOptions.Words,
        };
    }

    private static TensorValue Define(string name, LayerCall call, int axes)
    {
        var x = call.Input;
        WindowOptions.RequireImages(name, x, axes);
        var windows = new WindowOptions(name, call, axes);
        var kernel = windows.PerAxis("kernel", 1, windows.All(1));
        Dim groups = windows.Groups(), outputs = call.Size("out");
        WindowOptions.Divided(name, outputs, groups, "output");
        var inputs = WindowOptions.Divided(name, call.Stated(1, "channels are"), groups, "input");
        var taps = Dim.Product(kernel);
        var fans = new Fans(inputs * taps, outputs * taps);
        var uniform = new Initializer(InitializerKind.Uniform, 1 / Math.Sqrt(fans.In));
        var weight = call.Parameter(
            "weight", Shape.Of([outputs, inputs, .. kernel]), Initialization.Of(call, "Init", fans, uniform));
        var bias = call.Flag("Bias", otherwise: true)
            ? call.Parameter("bias", Shape.Of(outputs), Initialization.Of(call, "BiasInit", fans, uniform))
            : null;
        return new TensorValue(Convolution.Of(name, call, x, weight, bias));
    }
}
