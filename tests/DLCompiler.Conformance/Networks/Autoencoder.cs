using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>
/// A variational autoencoder (Kingma, Welling 2013). Its noise is an input: the code is mean + noise · deviation, so
/// that gradients reach mean and deviation past the chance.
/// </summary>
[Model]
public sealed partial class Autoencoder
{
    public const int Pixels = 64, CodeSize = 5;

    private const int Width = 32;

    [Linear(Width)]
    private partial Tensor Look(Tensor image);

    [Linear(CodeSize)]
    private partial Tensor Center(Tensor x);

    [Linear(CodeSize)]
    private partial Tensor LogVariance(Tensor x);

    [Linear(Width)]
    private partial Tensor Imagine(Tensor code);

    [Linear(Pixels)]
    private partial Tensor Paint(Tensor x);

    [Forward]
    private (Tensor Logits, Tensor Mean, Tensor LogVariance) Forward(
        [Shape("N", Pixels)] Tensor image, [Shape("N", CodeSize)] Tensor noise)
    {
        var seen = Relu(Look(image));
        var mean = Center(seen);
        var logVariance = LogVariance(seen);
        var code = mean + noise * Exp(logVariance / 2);
        return (Paint(Relu(Imagine(code))), mean, logVariance);
    }

    /// <summary>The negative evidence lower bound: the images' cross-entropy and the codes' divergence from the normal
    /// distribution (appendix B).</summary>
    [Loss]
    private static Tensor Loss(Tensor logits, Tensor mean, Tensor logVariance, Tensor image)
    {
        var error = Pixels * BinaryCrossEntropyWithLogits(logits, image);
        var divergence = 0.5f * Sum(Square(mean) + Exp(logVariance) - 1 - logVariance, axis: 1);
        return error + Mean(divergence);
    }
}

public sealed class AutoencoderTests() : NetworkTests<Autoencoder, Autoencoder.Trainer>("vae")
{
    private const int Images = 6;

    private static readonly float[] Image =
        Array.ConvertAll(Formula.Uniform(Input, Images * Autoencoder.Pixels), Math.Abs);

    private static readonly float[] Noise = Formula.Uniform(Input + 1, Images * Autoencoder.CodeSize, 2);

    protected override Autoencoder Create() => new();

    protected override Autoencoder.Trainer CreateTrainer(Autoencoder model, Optimizer optimizer) =>
        model.CreateTrainer(optimizer);

    protected override float[][] Predict(Autoencoder model)
    {
        float[] logits = new float[Image.Length], mean = new float[Noise.Length], logVariance = new float[Noise.Length];
        model.Predict(Image, Noise, logits, mean, logVariance);
        return [logits, mean, logVariance];
    }

    protected override float Gradients(Autoencoder.Trainer trainer) => trainer.Gradients(Image, Noise);

    protected override float Step(Autoencoder.Trainer trainer) => trainer.Step(Image, Noise);

    protected override Tensor EagerLoss(Autoencoder model) => model.Eager.Loss(
        new Tensor(Image, Images, Autoencoder.Pixels), new Tensor(Noise, Images, Autoencoder.CodeSize), Mode.Training);
}
