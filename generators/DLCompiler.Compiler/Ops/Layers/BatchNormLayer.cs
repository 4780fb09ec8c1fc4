using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The layer <c>[BatchNorm]</c>. In training it normalises by the statistics of the batch, with the biased variance,
/// and lets the running estimates follow them, with the unbiased one; in inference it normalises by the estimates.
/// </summary>
public static class BatchNormLayer
{
    public static readonly LayerDefinition Definition = new(
        "BatchNorm",
        "Normalises each channel over the batch (Ioffe, Szegedy 2015); PyTorch's nn.BatchNorm1d, 2d and 3d.",
        Define)
    {
        ShapeRule = "x: [N, C, ...] → [N, C, ...]; weight: [C], bias: [C], running_mean: [C], running_var: [C]",
        EagerOptions = ["Epsilon", "Momentum", "Affine"],
    };

    /// <summary>PyTorch's share of the new statistics in the running ones.</summary>
    private const double DefaultMomentum = 0.1f;

    private static TensorValue Define(LayerCall call)
    {
        var x = call.Input;
        var shape = Shape.Of(Channels.Of("BatchNorm", x));
        var axes = Channels.AxesBeside(x);
        Normalization.RequireSeveral(call, "BatchNorm", x, axes);
        double momentum = call.Has("Momentum") ? call.Number("Momentum", 0, 1) : DefaultMomentum;
        var runningMean = call.Buffer("running_mean", shape, Initializer.Zeros);
        var runningVariance = call.Buffer("running_var", shape, Initializer.Ones);
        var normal = call.Training
            ? OfBatch(call, x, axes, momentum, runningMean, runningVariance)
            : OfEstimates(call, x, runningMean, runningVariance);
        return new TensorValue(Normalization.ScaleChannels(call, normal, affine: true));
    }

    private static Node OfEstimates(LayerCall call, Node x, Node mean, Node variance)
    {
        var scale = Rsqrt(variance + Normalization.Epsilon(call));
        return (x - Channels.Align(mean, x)) * Channels.Align(scale, x);
    }

    private static Node OfBatch(
        LayerCall call, Node x, EquatableArray<int> axes, double momentum, Node runningMean, Node runningVariance)
    {
        var mean = Mean(x, axes);
        var centred = x - mean;
        var variance = Mean(Square(centred), axes);
        Scalar count = CountAlong(x.Shape, axes);
        Node Next(Node running, Node batch) =>
            (running * (1 - momentum)) + (Reshape(StopGradient(batch), running.Shape) * momentum);
        call.UpdateBuffer("running_mean", Next(runningMean, mean));
        call.UpdateBuffer("running_var", Next(runningVariance, variance * (count / (count - 1))));
        return centred * Rsqrt(variance + Normalization.Epsilon(call));
    }
}
