using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>The layer <c>[Prelu]</c>.</summary>
public static class PreluLayer
{
    /// <summary>The slope that PyTorch starts from.</summary>
    private static readonly Initializer Quarter = new(InitializerKind.Constant, 0.25);

    public static readonly LayerDefinition Definition = new(
        "Prelu", "A rectifier with a trained slope, or one a channel; PyTorch's nn.PReLU.", Define)
    {
        ShapeRule = "x: any shape, PerChannel: [N, C, ...] → the same shape; weight: [1], PerChannel: [C]",
    };

    private static TensorValue Define(LayerCall call)
    {
        var x = call.Input;
        var slopes = call.Flag("PerChannel", otherwise: false) ? Channels.Of("Prelu", x) : Dim.One;
        return new TensorValue(Prelu.Of(x, call.Parameter("weight", Shape.Of(slopes), Quarter)));
    }
}
