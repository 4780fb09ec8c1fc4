namespace DLCompiler.Compiler.Ops;

/// <summary>Ops of one kind, under a heading of the documentation.</summary>
public sealed record OpGroup(string Heading, IReadOnlyList<OpDefinition> Ops);

/// <summary>Every op and layer that users can call.</summary>
public static class OpRegistry
{
    /// <summary>The ops by kind, in the order of the documentation.</summary>
    public static IReadOnlyList<OpGroup> Groups { get; } =
    [
        new("Arithmetic",
        [
            Add.Definition, Subtract.Definition, Multiply.Definition, Divide.Definition, Negate.Operator,
            Negate.Definition, Abs.Definition, Exp.Definition, Log.Definition, Sqrt.Definition, Rsqrt.Definition,
            Square.Definition, Pow.Definition, Clamp.Definition, Erf.Definition, Sin.Definition, Cos.Definition,
        ]),
        new("Comparisons and choice",
        [
            Less.Definition, LessEqual.Definition, Greater.Definition, GreaterEqual.Definition, Equal.Definition,
            NotEqual.Definition, Where.Definition,
        ]),
        new("Activations",
        [
            Relu.Definition, LeakyRelu.Definition, Elu.Definition, Gelu.Definition, Silu.Definition,
            Softplus.Definition, Sigmoid.Definition, Tanh.Definition, Softmax.Definition, LogSoftmax.Definition,
            HardSigmoid.Definition, HardSwish.Definition, Mish.Definition, Prelu.Definition, Gates.Glu, Gates.SwiGlu,
        ]),
        new("Reductions",
        [
            ReduceSum.Definition, Mean.Definition, MaxMin.Max, MaxMin.Min, Variance.Definition, LogSumExp.Definition,
            Norm.Definition, CosineSimilarity.Definition,
        ]),
        new("Movement",
        [
            Reshape.Definition, Flatten.Definition, Transpose.Definition, Permute.Definition, Squeeze.Definition,
            Unsqueeze.Definition, Broadcast.Definition, Slice.Definition, Concat.Definition, Stack.Definition,
            Split.Definition, Pad.Definition, PadReflect.Definition, PadReplicate.Definition,
        ]),
        new("Products", [MatMul.Definition, Linear.Definition, Bilinear.Definition, Einsum.Definition]),
        new("Convolutions",
        [
            Convolution.Conv1d, Convolution.Conv2d, Convolution.Conv3d, ConvTranspose.ConvTranspose1d,
            ConvTranspose.ConvTranspose2d, ConvTranspose.ConvTranspose3d,
        ]),
        new("Pooling",
        [
            MaxPool.MaxPool1d, MaxPool.MaxPool2d, MaxPool.MaxPool3d, AvgPool.AvgPool1d, AvgPool.AvgPool2d,
            AvgPool.AvgPool3d, AdaptiveAvgPool.AdaptiveAvgPool1d, AdaptiveAvgPool.AdaptiveAvgPool2d,
            AdaptiveAvgPool.AdaptiveAvgPool3d, GlobalPooling.Average, GlobalPooling.Maximum,
        ]),
        new("Images", [Upsample.Definition, PixelShuffle.Definition]),
        new("Recurrence", [Scan.Definition]),
        new("Attention", [ScaledDotProductAttention.Definition]),
        new("Sequences", [CumSum.Definition, SequenceMask.Definition, MaskedMean.Definition, MaskedMax.Definition,
            SinusoidalEncoding.Definition, RotaryEncoding.Definition]),
        new("Creation and conversion",
        [
            Iota.Definition, Cast.Definition, OneHot.Definition, StopGradient.Definition, Tap.Definition,
        ]),
        new("Indexing", [Gather.Definition, TopK.Definition, TopK.ArgMax, TopK.ArgMin]),
        new("Random", [Dropout.Definition]),
        new("Losses",
        [
            CrossEntropy.Definition, BinaryCrossEntropyWithLogits.Definition, Mse.Definition, L1.Definition,
            Huber.Definition, KlDivergence.Definition, NegativeLogLikelihood.Definition, CosineEmbedding.Definition,
            TripletMargin.Definition, Ctc.Definition,
        ]),
    ];

    public static IReadOnlyList<OpDefinition> Ops { get; } = [.. Groups.SelectMany(g => g.Ops)];

    public static IReadOnlyList<LayerDefinition> Layers { get; } =
    [
        LinearLayer.Definition, BilinearLayer.Definition, PreluLayer.Definition, LayerNormLayer.LayerNorm,
        LayerNormLayer.RmsNorm, GroupNormLayer.GroupNorm, GroupNormLayer.InstanceNorm, BatchNormLayer.Definition,
        EmbeddingLayer.Definition, DropoutLayer.Definition, ConvolutionLayer.Conv1d, ConvolutionLayer.Conv2d,
        ConvolutionLayer.Conv3d, ConvTransposeLayer.ConvTranspose1d, ConvTransposeLayer.ConvTranspose2d,
        ConvTransposeLayer.ConvTranspose3d, MultiHeadAttentionLayer.Definition, RecurrentLayer.Rnn, RecurrentLayer.Lstm,
        RecurrentLayer.Gru,
    ];

    private static Dictionary<string, OpDefinition> OpsByName { get; } =
        Ops.ToDictionary(o => o.Name, StringComparer.Ordinal);

    private static Dictionary<string, LayerDefinition> LayersByName { get; } =
        Layers.ToDictionary(l => l.Name, StringComparer.Ordinal);

    /// <summary>
    /// The op that a method of <c>Ops</c>, an operator (<c>Add</c>) or the indexer (<c>Slice</c>) stands for.
    /// </summary>
    public static OpDefinition? Find(string name) => OpsByName.TryGetValue(name, out var op) ? op : null;

    /// <summary>The layer that an attribute declares, by its name without <c>Attribute</c>.</summary>
    public static LayerDefinition? FindLayer(string name) =>
        LayersByName.TryGetValue(name, out var layer) ? layer : null;
}
