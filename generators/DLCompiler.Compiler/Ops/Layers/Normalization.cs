using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>What layers that normalise have in common.</summary>
internal static class Normalization
{
    /// <summary>PyTorch's ε of all its layers but RMSNorm.</summary>
    private const double DefaultEpsilon = 1e-5f;

    /// <summary>What is added to a variance.</summary>
    public static double Epsilon(LayerCall call, double standard = DefaultEpsilon) =>
        call.Has("Epsilon") ? call.Number("Epsilon", least: 0) : standard;

    /// <summary>(x − mean) / √(variance + ε) along axes, the variance biased.</summary>
    public static Node Of(Node x, EquatableArray<int> axes, double epsilon)
    {
        var centred = x - Mean(x, axes);
        return centred * Rsqrt(Mean(Square(centred), axes) + epsilon);
    }

    /// <summary>x·weight + bias, with an element a channel; x itself where the layer has neither.</summary>
    public static Node ScaleChannels(LayerCall call, Node x, bool affine)
    {
        if (!call.Flag("Affine", affine)) return x;
        var shape = Shape.Of(x.Shape[1]);
        var scaled = x * Channels.Align(call.Parameter("weight", shape, Initializer.Ones), x);
        return scaled + Channels.Align(call.Parameter("bias", shape, Initializer.Zeros), x);
    }

    /// <summary>Statistics of one value are no statistics: as in PyTorch, training refuses them.</summary>
    public static void RequireSeveral(LayerCall call, string layer, Node x, EquatableArray<int> axes)
    {
        if (!call.Training) return;
        var count = CountAlong(x.Shape, axes);
        Constraints.Require(
            Dim.Max(count, 2),
            count,
            "DLC1012",
            () => $"{layer} needs more than one value a channel in training, and {x.Shape} has {count}");
    }
}
