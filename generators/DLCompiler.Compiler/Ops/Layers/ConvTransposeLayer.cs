using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>The layers <c>[ConvTranspose1d]</c>, <c>[ConvTranspose2d]</c> and <c>[ConvTranspose3d]</c>.</summary>
public static class ConvTransposeLayer
{
    public static readonly LayerDefinition ConvTranspose1d = Of(1);

    public static readonly LayerDefinition ConvTranspose2d = Of(2);

    public static readonly LayerDefinition ConvTranspose3d = Of(3);

    private static LayerDefinition Of(int axes)
    {
        string name = $"ConvTranspose{axes}d";
        return new LayerDefinition(
            name,
            $"A transposed convolution with a trained weight; PyTorch's nn.{name}.",
            call => Define(name, call, axes))
        {
            ShapeRule = WindowOptions.TransposedRule(axes, "out") + "; weight: [C, out / groups, K…], bias: [out]",
            EagerOptions = ["Stride", "Padding", "OutputPadding", "Dilation", "Groups", "Bias"],
        };
    }

    private static TensorValue Define(string name, LayerCall call, int axes)
    {
        var x = call.Input;
        WindowOptions.RequireImages(name, x, axes);
        var windows = new WindowOptions(name, call, axes);
        var kernel = windows.PerAxis("kernel", 1, windows.All(1));
        Dim groups = windows.Groups(), inputs = call.Stated(1, "channels are"), outputs = call.Size("out");
        var each = WindowOptions.Divided(name, outputs, groups, "output");
        var taps = Dim.Product(kernel);
        // torch.nn.init takes a weight's second axis for its inputs, whatever they are here.
        var fans = new Fans(each * taps, inputs * taps);
        var uniform = new Initializer(InitializerKind.Uniform, 1 / Math.Sqrt(fans.In));
        var weight = call.Parameter(
            "weight", Shape.Of([inputs, each, .. kernel]), Initialization.Of(call, "Init", fans, uniform));
        var bias = call.Flag("Bias", otherwise: true)
            ? call.Parameter("bias", Shape.Of(outputs), Initialization.Of(call, "BiasInit", fans, uniform))
            : null;
        return new TensorValue(ConvTranspose.Of(name, call, x, weight, bias));
    }
}
