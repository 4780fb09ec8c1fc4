using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>Two convolutions, one after the other.</summary>
[Block]
public sealed partial class TwiceBlock
{
    [Size]
    private partial int Channels { get; }

    [Conv2d("Channels", Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Conv1(Tensor x);

    [BatchNorm]
    private partial Tensor Norm1(Tensor x);

    [Conv2d("Channels", Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Conv2(Tensor x);

    [BatchNorm]
    private partial Tensor Norm2(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "C", "H", "W")] Tensor x) =>
        Relu(Norm2(Conv2(Relu(Norm1(Conv1(x))))));
}

/// <summary>
/// A network after U-Net (Ronneberger et al. 2015): the class of each pixel, from images whose sides are multiples of 4.
/// </summary>
[Model]
public sealed partial class UNet
{
    public const int Classes = 3;

    [Layer<TwiceBlock>("Channels", 8)]
    private partial Tensor Down1(Tensor x);

    [Layer<TwiceBlock>("Channels", 16)]
    private partial Tensor Down2(Tensor x);

    [Layer<TwiceBlock>("Channels", 24)]
    private partial Tensor Bottom(Tensor x);

    [ConvTranspose2d(16, Kernel = 2, Stride = 2)]
    private partial Tensor Lift2(Tensor x);

    [Layer<TwiceBlock>("Channels", 16)]
    private partial Tensor Up2(Tensor x);

    [ConvTranspose2d(8, Kernel = 2, Stride = 2)]
    private partial Tensor Lift1(Tensor x);

    [Layer<TwiceBlock>("Channels", 8)]
    private partial Tensor Up1(Tensor x);

    [Conv2d(Classes, Kernel = 1)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 1, "4*H", "4*W")] Tensor image)
    {
        var fine = Down1(image);
        var coarse = Down2(MaxPool2d(fine, 2));
        var h = Bottom(MaxPool2d(coarse, 2));
        h = Up2(Concat([coarse, Lift2(h)], axis: 1));
        h = Up1(Concat([fine, Lift1(h)], axis: 1));
        return Permute(Classify(h), 0, 2, 3, 1);
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", "4*H", "4*W")] IntTensor label) => CrossEntropy(logits, label);
}

public sealed class UNetTests() : NetworkTests<UNet, UNet.Trainer>("unet")
{
    private const int Images = 3, Height = 16, Width = 24;

    private static readonly Tensor Image = new(Formula.Uniform(Input, Images * Height * Width), Images, 1, Height, Width);
    private static readonly float[] Pixels = Image.ToSingles();
    private static readonly int[] Class = Formula.Integers(Label, UNet.Classes, Images * Height * Width);

    protected override UNet Create() => new();

    protected override UNet.Trainer CreateTrainer(UNet model, Optimizer optimizer) => model.CreateTrainer(optimizer);

    protected override float[][] Predict(UNet model) => [model.Predict(Image).ToSingles()];

    protected override float Gradients(UNet.Trainer trainer) =>
        trainer.Gradients(Pixels, Class, H: Height / 4, W: Width / 4);

    protected override float Step(UNet.Trainer trainer) =>
        trainer.Step(Pixels, Class, H: Height / 4, W: Width / 4);

    protected override Tensor EagerLoss(UNet model) =>
        model.Eager.Loss(Image, new IntTensor(Class, Images, Height, Width), Mode.Training);
}
