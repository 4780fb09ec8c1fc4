using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>A convolution of each channel by itself, then one across channels.</summary>
[Block]
public sealed partial class SeparableBlock
{
    [Size]
    private partial int Channels { get; }

    [Size]
    private partial int Stride { get; }

    [Conv2d("C", Kernel = 3, Stride = "Stride", Padding = 1, Groups = "C", Bias = false)]
    private partial Tensor Depthwise(Tensor x);

    [BatchNorm]
    private partial Tensor DepthwiseNorm(Tensor x);

    [Conv2d("Channels", Kernel = 1, Bias = false)]
    private partial Tensor Pointwise(Tensor x);

    [BatchNorm]
    private partial Tensor PointwiseNorm(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "C", "H", "W")] Tensor x)
    {
        var h = Clamp(DepthwiseNorm(Depthwise(x)), 0, 6);
        return Clamp(PointwiseNorm(Pointwise(h)), 0, 6);
    }
}

/// <summary>A network after MobileNet (Howard et al. 2017) on small images.</summary>
[Model]
public sealed partial class MobileNet
{
    public const int Side = 32, Classes = 10;

    [Conv2d(12, Kernel = 3, Stride = 2, Padding = 1, Bias = false)]
    private partial Tensor Stem(Tensor image);

    [BatchNorm]
    private partial Tensor StemNorm(Tensor x);

    [Layer<SeparableBlock>("Channels", 24, "Stride", 1)]
    private partial Tensor First(Tensor x);

    [Layer<SeparableBlock>("Channels", 32, "Stride", 2)]
    private partial Tensor Second(Tensor x);

    [Layer<SeparableBlock>("Channels", 32, "Stride", 1, Repeat = 3)]
    private partial Tensor Middle(Tensor x);

    [Layer<SeparableBlock>("Channels", 48, "Stride", 2)]
    private partial Tensor Last(Tensor x);

    [Linear(Classes)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 3, Side, Side)] Tensor image)
    {
        var h = Clamp(StemNorm(Stem(image)), 0, 6);
        return Classify(GlobalAvgPool(Last(Middle(Second(First(h))))));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

public sealed class MobileNetTests() : NetworkTests<MobileNet, MobileNet.Trainer>("mobilenet")
{
    private const int Images = 6;

    private static readonly float[] Image = Formula.Uniform(Input, Images * 3 * MobileNet.Side * MobileNet.Side);
    private static readonly int[] Class = Formula.Integers(Label, MobileNet.Classes, Images);

    protected override MobileNet Create() => new();

    protected override MobileNet.Trainer CreateTrainer(MobileNet model, Optimizer optimizer) =>
        model.CreateTrainer(optimizer);

    protected override float[][] Predict(MobileNet model)
    {
        float[] logits = new float[Images * MobileNet.Classes];
        model.Predict(Image, logits);
        return [logits];
    }

    protected override float Gradients(MobileNet.Trainer trainer) => trainer.Gradients(Image, Class);

    protected override float Step(MobileNet.Trainer trainer) => trainer.Step(Image, Class);

    protected override Tensor EagerLoss(MobileNet model) => model.Eager.Loss(
        new Tensor(Image, Images, 3, MobileNet.Side, MobileNet.Side), new IntTensor(Class, Images), Mode.Training);
}
