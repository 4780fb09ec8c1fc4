using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The layers <c>[LayerNorm]</c> and <c>[RmsNorm]</c>, on the last axis.</summary>
public static class LayerNormLayer
{
    /// <summary>The distance from 1 to the next float, which torch.nn.RMSNorm takes where none is set.</summary>
    private const double RmsEpsilon = 1.1920929e-7f;

    public static readonly LayerDefinition LayerNorm = new(
        "LayerNorm",
        "Normalises the last axis by its mean and variance (Ba et al. 2016); PyTorch's nn.LayerNorm.",
        DefineLayerNorm)
    {
        ShapeRule = "x: [..., C] → [..., C]; weight: [C], bias: [C]",
        EagerOptions = ["Epsilon", "Affine", "Bias"],
    };

    public static readonly LayerDefinition RmsNorm = new(
        "RmsNorm",
        "Divides the last axis by its root mean square (Zhang, Sennrich 2019); PyTorch's nn.RMSNorm.",
        DefineRmsNorm)
    {
        ShapeRule = "x: [..., C] → [..., C]; weight: [C]",
        EagerOptions = ["Epsilon", "Affine"],
    };

    private static TensorValue DefineLayerNorm(LayerCall call)
    {
        var x = call.Input;
        int last = LastAxis("LayerNorm", x);
        var normal = Normalization.Of(x, [last], Normalization.Epsilon(call));
        if (!call.Flag("Affine", otherwise: true)) return new TensorValue(normal);
        var shape = Shape.Of(x.Shape[last]);
        var scaled = normal * call.Parameter("weight", shape, Initializer.Ones);
        bool bias = call.Flag("Bias", otherwise: true);
        return new TensorValue(bias ? scaled + call.Parameter("bias", shape, Initializer.Zeros) : scaled);
    }

    private static TensorValue DefineRmsNorm(LayerCall call)
    {
        var x = call.Input;
        int last = LastAxis("RmsNorm", x);
        var normal = x * Rsqrt(Mean(Square(x), [last]) + Normalization.Epsilon(call, RmsEpsilon));
        return new TensorValue(call.Flag("Affine", otherwise: true)
            ? normal * call.Parameter("weight", Shape.Of(x.Shape[last]), Initializer.Ones)
            : normal);
    }

    private static int LastAxis(string layer, Node x) => x.Rank > 0
        ? x.Rank - 1
        : throw new ShapeException("DLC1006", $"{layer} acts on the last axis, and its input is a scalar");
}
