using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>Mixes tokens, then channels.</summary>
[Block]
public sealed partial class MixerBlock
{
    [LayerNorm]
    private partial Tensor TokenNorm(Tensor x);

    [LayerNorm]
    private partial Tensor ChannelNorm(Tensor x);

    [Linear("TokenWidth")]
    private partial Tensor TokenHidden(Tensor x);

    [Linear("T")]
    private partial Tensor TokenOut(Tensor x);

    [Linear("2*C")]
    private partial Tensor ChannelHidden(Tensor x);

    [Linear("C")]
    private partial Tensor ChannelOut(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T", "C")] Tensor x)
    {
        x += Transpose(TokenOut(Gelu(TokenHidden(Transpose(TokenNorm(x))))));
        return x + ChannelOut(Gelu(ChannelHidden(ChannelNorm(x))));
    }
}

/// <summary>MLP-Mixer (Tolstikhin et al. 2021) on small images.</summary>
[Model]
public sealed partial class Mixer
{
    public const int Classes = 10;

    private const int Patch = 4, Rows = 16 / Patch, Width = 24;

    [Linear(Width)]
    private partial Tensor Embed(Tensor patch);

    [Layer<MixerBlock>("TokenWidth", 32, Repeat = 3)]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm]
    private partial Tensor Normalize(Tensor x);

    [Linear(Classes)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 3, 16, 16)] Tensor image)
    {
        var patches = Permute(Reshape(image, "N", 3, Rows, Patch, Rows, Patch), 0, 2, 4, 1, 3, 5);
        var tokens = Embed(Reshape(patches, "N", Rows * Rows, -1));
        return Classify(Mean(Normalize(Blocks(tokens)), axis: 1));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

public sealed class MixerTests() : NetworkTests<Mixer, Mixer.Trainer>("mixer")
{
    private const int Images = 4;

    private static readonly float[] Image = Formula.Uniform(Input, Images * 3 * 16 * 16);
    private static readonly int[] Class = Formula.Integers(Label, Mixer.Classes, Images);

    protected override Mixer Create() => new();

    protected override Mixer.Trainer CreateTrainer(Mixer model, Optimizer optimizer) => model.CreateTrainer(optimizer);

    protected override float[][] Predict(Mixer model)
    {
        float[] logits = new float[Images * Mixer.Classes];
        model.Predict(Image, logits);
        return [logits];
    }

    protected override float Gradients(Mixer.Trainer trainer) => trainer.Gradients(Image, Class);

    protected override float Step(Mixer.Trainer trainer) => trainer.Step(Image, Class);

    protected override Tensor EagerLoss(Mixer model) =>
        model.Eager.Loss(new Tensor(Image, Images, 3, 16, 16), new IntTensor(Class, Images), Mode.Training);
}
