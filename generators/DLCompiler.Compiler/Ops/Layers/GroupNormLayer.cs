using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The layers <c>[GroupNorm(groups)]</c> and <c>[InstanceNorm]</c>: statistics of each example, of several channels
/// or of one.
/// </summary>
public static class GroupNormLayer
{
    public static readonly LayerDefinition GroupNorm = new(
        "GroupNorm",
        "Normalises each example in groups of channels (Wu, He 2018); PyTorch's nn.GroupNorm.",
        DefineGroupNorm)
    {
        ShapeRule = "x: [N, C, ...] → [N, C, ...]; weight: [C], bias: [C]",
        EagerOptions = ["Groups", "Epsilon", "Affine"],
    };

    public static readonly LayerDefinition InstanceNorm = new(
        "InstanceNorm",
        "Normalises each channel of each example (Ulyanov et al. 2016); PyTorch's nn.InstanceNorm, which has no "
            + "weight and bias unless Affine is set.",
        DefineInstanceNorm)
    {
        ShapeRule = "x: [N, C, L, ...] → [N, C, L, ...]; weight: [C], bias: [C]",
        EagerOptions = ["Epsilon", "Affine"],
    };

    private static TensorValue DefineGroupNorm(LayerCall call)
    {
        var x = call.Input;
        Dim channels = Channels.Of("GroupNorm", x), groups = call.Positive("groups");
        Constraints.Require(
            Dim.FloorDiv(channels, groups) * groups,
            channels,
            "DLC1012",
            () => $"GroupNorm cannot make {groups} equal groups of the {channels} channels of {x.Shape}",
            "groups");
        var members = Dim.FloorDiv(channels, groups) * Dim.Product(x.Shape.Dims.Skip(2));
        var grouped = Reshape(x, Shape.Of(x.Shape[0], groups, members));
        var normal = Normalization.Of(grouped, [2], Normalization.Epsilon(call));
        return new TensorValue(Normalization.ScaleChannels(call, Reshape(normal, x.Shape), affine: true));
    }

    private static TensorValue DefineInstanceNorm(LayerCall call)
    {
        var x = call.Input;
        if (x.Rank < 3) throw new ShapeException("DLC1006", $"InstanceNorm takes [N, C, L, ...], not {x.Shape}");
        var axes = Channels.AxesBeside(x, first: 2);
        Normalization.RequireSeveral(call, "InstanceNorm", x, axes);
        var normal = Normalization.Of(x, axes, Normalization.Epsilon(call));
        return new TensorValue(Normalization.ScaleChannels(call, normal, affine: false));
    }
}
