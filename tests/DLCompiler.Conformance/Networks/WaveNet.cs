using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>A gated convolution that sees the past only.</summary>
[Block]
public sealed partial class GatedBlock
{
    [Size]
    private partial int Dilation { get; }

    [Conv1d("C", Kernel = 2, Dilation = "Dilation")]
    private partial Tensor Filter(Tensor past);

    [Conv1d("C", Kernel = 2, Dilation = "Dilation")]
    private partial Tensor Gate(Tensor past);

    [Conv1d("C", Kernel = 1)]
    private partial Tensor Residual(Tensor x);

    [Conv1d(WaveNet.Skipped, Kernel = 1)]
    private partial Tensor Skip(Tensor x);

    [Forward]
    private (Tensor Next, Tensor Skipped) Forward([Shape("N", "C", "T")] Tensor x)
    {
        var past = Pad(x, axis: 2, before: Dilation, after: 0);
        var h = Tanh(Filter(past)) * Sigmoid(Gate(past));
        return (x + Residual(h), Skip(h));
    }
}

/// <summary>
/// A network after WaveNet (van den Oord et al. 2016): the next level of a sound at each time, from gated causal
/// convolutions whose dilations double.
/// </summary>
[Model]
public sealed partial class WaveNet
{
    public const int Levels = 16, Skipped = 16;

    [Conv1d(12, Kernel = 1)]
    private partial Tensor Embed(Tensor sound);

    [Layer<GatedBlock>("Dilation", 1)]
    private partial (Tensor Next, Tensor Skipped) Gated1(Tensor x);

    [Layer<GatedBlock>("Dilation", 2)]
    private partial (Tensor Next, Tensor Skipped) Gated2(Tensor x);

    [Layer<GatedBlock>("Dilation", 4)]
    private partial (Tensor Next, Tensor Skipped) Gated4(Tensor x);

    [Layer<GatedBlock>("Dilation", 8)]
    private partial (Tensor Next, Tensor Skipped) Gated8(Tensor x);

    [Conv1d(Skipped, Kernel = 1)]
    private partial Tensor Last(Tensor x);

    [Conv1d(Skipped, Kernel = 1)]
    private partial Tensor Hidden(Tensor x);

    [Conv1d(Levels, Kernel = 1)]
    private partial Tensor Output(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 1, "T")] Tensor sound)
    {
        var (h1, skip1) = Gated1(Embed(sound));
        var (h2, skip2) = Gated2(h1);
        var (h4, skip4) = Gated4(h2);
        var (h8, skip8) = Gated8(h4);
        var skipped = skip1 + skip2 + skip4 + skip8 + Last(h8);
        return Transpose(Output(Tanh(Hidden(Tanh(skipped)))), 1, 2);
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", "T")] IntTensor next) => CrossEntropy(logits, next);
}

public sealed class WaveNetTests() : NetworkTests<WaveNet, WaveNet.Trainer>("wavenet")
{
    private const int Sounds = 4, Length = 48;

    private static readonly float[] Sound = Formula.Uniform(Input, Sounds * Length);
    private static readonly int[] Next = Formula.Integers(Label, WaveNet.Levels, Sounds * Length);

    protected override WaveNet Create() => new();

    protected override WaveNet.Trainer CreateTrainer(WaveNet model, Optimizer optimizer) =>
        model.CreateTrainer(optimizer);

    protected override float[][] Predict(WaveNet model)
    {
        float[] logits = new float[Sounds * Length * WaveNet.Levels];
        model.Predict(Sound, logits, T: Length);
        return [logits];
    }

    protected override float Gradients(WaveNet.Trainer trainer) => trainer.Gradients(Sound, Next, T: Length);

    protected override float Step(WaveNet.Trainer trainer) => trainer.Step(Sound, Next, T: Length);

    protected override Tensor EagerLoss(WaveNet model) => model.Eager.Loss(
        new Tensor(Sound, Sounds, 1, Length), new IntTensor(Next, Sounds, Length), Mode.Training);
}
