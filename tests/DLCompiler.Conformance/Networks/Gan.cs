using DLCompiler.Conformance.Compiled;
using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>Makes images of noise.</summary>
[Block]
public sealed partial class GanPaint
{
    [Linear(8 * 3 * 3)]
    private partial Tensor Sketch(Tensor noise);

    [ConvTranspose2d(6, Kernel = 4, Stride = 2, Padding = 1, Bias = false)]
    private partial Tensor Middle(Tensor x);

    [BatchNorm]
    private partial Tensor MiddleNorm(Tensor x);

    [ConvTranspose2d(1, Kernel = 4, Stride = 2, Padding = 1)]
    private partial Tensor Fine(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "D")] Tensor noise)
    {
        var h = Reshape(Tanh(Sketch(noise)), "N", 8, 3, 3);
        return Tanh(Fine(Tanh(MiddleNorm(Middle(h)))));
    }
}

/// <summary>Tells true images from made ones.</summary>
[Block]
public sealed partial class GanJudge
{
    [Conv2d(6, Kernel = 4, Stride = 2, Padding = 1)]
    private partial Tensor Look(Tensor image);

    [Conv2d(8, Kernel = 4, Stride = 2, Padding = 1)]
    private partial Tensor Compare(Tensor x);

    [Linear(1)]
    private partial Tensor Decide(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 1, "H", "W")] Tensor image) =>
        Decide(Flatten(Tanh(Compare(Tanh(Look(image))))));
}

/// <summary>One of the two models: it learns to tell images apart.</summary>
[Model]
public sealed partial class GanCritic
{
    public const int Side = 12;

    [Layer<GanJudge>]
    private partial Tensor Judge(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 1, Side, Side)] Tensor image) => Judge(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", 1)] Tensor truth) =>
        BinaryCrossEntropyWithLogits(logits, truth);
}

/// <summary>The other: it learns to make images that a critic takes for true ones. The critic's weights are frozen.</summary>
[Model]
public sealed partial class GanForger
{
    public const int NoiseSize = 5;

    [Layer<GanPaint>]
    private partial Tensor Paint(Tensor noise);

    [Layer<GanJudge>]
    private partial Tensor Judge(Tensor image);

    [Forward]
    private (Tensor Image, Tensor Logits) Forward([Shape("N", NoiseSize)] Tensor noise)
    {
        var image = Paint(noise);
        return (image, Judge(image));
    }

    [Loss]
    private static Tensor Loss(Tensor image, Tensor logits) => Mean(Softplus(-logits));
}

/// <summary>
/// A generative adversarial network (Goodfellow et al. 2014) after DCGAN (Radford et al. 2015) against the same one in PyTorch:
/// both losses of alternating steps, and all weights in the end.
/// </summary>
public class GanTests
{
    private const int Images = 6, Area = GanCritic.Side * GanCritic.Side, Streams = 1000;
    private const float LearningRate = 1f / 64, Momentum = 0.875f;
    private const string Final = "final.";

    private static readonly Fixtures Expected = Fixtures.Of("networks/gan");

    [Fact]
    public void AlternatingStepsAreThoseOfPyTorch()
    {
        var (critic, forger) = (new GanCritic(), new GanForger());
        SetWeights(forger);
        CopyJudge(forger, critic);
        var criticTrainer = critic.CreateTrainer(new Sgd(LearningRate, Momentum));
        var forgerTrainer = forger.CreateTrainer(
            new Sgd(LearningRate, Momentum) { Groups = [ParameterGroup.Matching("Judge.*", learningRateScale: 0)] });

        float[] truth = [.. Enumerable.Repeat(1f, Images), .. Enumerable.Repeat(0f, Images)];
        float[] fakes = new float[Images * Area], logits = new float[Images];
        double[] losses = Expected.Floats("losses");
        for (int round = 0; round < losses.Length / 2; round++)
        {
            int stream = Streams + (3 * round);
            float[] real = Array.ConvertAll(Formula.Uniform(stream, Images * Area), Math.Abs);
            forger.Predict(Formula.Uniform(stream + 1, Images * GanForger.NoiseSize), fakes, logits);
            float criticLoss = criticTrainer.Step([.. real, .. fakes], truth);
            CopyJudge(critic, forger);
            float forgerLoss = forgerTrainer.Step(Formula.Uniform(stream + 2, Images * GanForger.NoiseSize));
            Metric.AssertNear(
                $"round {round}", [criticLoss, forgerLoss], losses.AsSpan(2 * round, 2), tolerance: 1e-4);
        }

        foreach (string name in Names)
        {
            float[] values = forger.Store.Span(forger.Store.IndexOf(name)).ToArray();
            Metric.AssertNear(name, ModelParts.Widen(values), Expected.Floats(Final + name), tolerance: 1e-4);
        }
    }

    /// <summary>Of the forger, whose judge is the critic's, in PyTorch's order.</summary>
    private static IEnumerable<string> Names =>
        Expected.Names.Where(n => n.StartsWith(Final, StringComparison.Ordinal)).Select(n => n[Final.Length..]);

    private static void SetWeights(GanForger forger)
    {
        double[] spreads = Expected.Floats("weights");
        foreach (var (i, name) in Names.Index())
        {
            int index = forger.Store.IndexOf(name);
            float[] values = Formula.Uniform(i + 1, forger.Store.Parameters[index].Count, (float)spreads[(2 * i) + 1]);
            forger.Store.Set(index, Array.ConvertAll(values, value => (float)spreads[2 * i] + value));
        }
    }

    private static void CopyJudge(IModel from, IModel to)
    {
        foreach (var parameter in to.Store.Parameters.Where(p => p.Name.StartsWith("Judge.", StringComparison.Ordinal)))
            to.Store.Set(to.Store.IndexOf(parameter.Name), from.Store.Span(from.Store.IndexOf(parameter.Name)));
    }
}
