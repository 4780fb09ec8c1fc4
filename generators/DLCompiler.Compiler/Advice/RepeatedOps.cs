using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>
/// An activation, normalisation or dropout of its own result (DLC4012), and Relu of what is never negative (DLC4013).
/// </summary>
internal sealed class RepeatedOps : IAdvice
{
    private static readonly string[] Activations =
    [
        "Relu", "LeakyRelu", "Elu", "Gelu", "Silu", "Softplus", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "HardSigmoid",
        "HardSwish", "Mish", "Prelu", "Abs",
    ];

    private static readonly string[] Layers = ["BatchNorm", "LayerNorm", "RmsNorm", "GroupNorm", "InstanceNorm", "Dropout"];

    private static readonly string[] NeverNegative =
        ["Sigmoid", "HardSigmoid", "Softmax", "Softplus", "Exp", "Square", "Abs", "Relu"];

    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(outer =>
    {
        if (network.Maker(outer.Input) is not { } inner) return null;
        if (outer.Is(Activations) && IsSame(outer, inner)) return Twice(outer, inner, "an activation");
        if (outer.Is(Layers) && inner.Is(outer.Kind)) return Twice(outer, inner, outer.Is("Dropout") ? "it" : "a normalisation");
        return outer.Is("Relu", "Abs", "LeakyRelu", "Elu") && inner.Is(NeverNegative)
            ? new Finding(
                "DLC4013",
                $"{outer.Kind} has no effect on what {inner.Kind} gives, which is never negative",
                outer.Place,
                Note(inner))
            : null;
    });

    /// <summary>Of one kind, with the same axis or slope. A layer's parameters are its own.</summary>
    private static bool IsSame(TracedCall outer, TracedCall inner) =>
        inner.Is(outer.Kind) && (outer.Layer is not null || outer.Results.First().Op.Equals(inner.Results.First().Op));

    private static Finding Twice(TracedCall outer, TracedCall inner, string what) => new(
        "DLC4012",
        $"{outer.Kind} is applied to its own result: {what} twice does no more than once, or something else than is meant",
        outer.Place,
        Note(inner));

    private static EquatableArray<RelatedPlace> Note(TracedCall inner) =>
        inner.IsOwn ? [new RelatedPlace(inner.Place, $"'{inner.Origin.Text}' comes first")] : [];
}
