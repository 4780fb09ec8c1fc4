using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>A network after LeNet-5 (LeCun et al. 1998) on small images.</summary>
[Model]
public sealed partial class LeNet
{
    public const int Side = 20, Classes = 10;

    [Conv2d(6, Kernel = 5, Padding = 2)]
    private partial Tensor Edges(Tensor image);

    [Conv2d(16, Kernel = 5)]
    private partial Tensor Parts(Tensor x);

    [Linear(60)]
    private partial Tensor Hidden1(Tensor x);

    [Linear(42)]
    private partial Tensor Hidden2(Tensor x);

    [Linear(Classes)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 1, Side, Side)] Tensor image)
    {
        var h = AvgPool2d(Tanh(Edges(image)), 2);
        h = MaxPool2d(Tanh(Parts(h)), 2);
        return Classify(Tanh(Hidden2(Tanh(Hidden1(Flatten(h))))));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

public sealed class LeNetTests() : NetworkTests<LeNet, LeNet.Trainer>("lenet")
{
    private const int Images = 8;

    private static readonly float[] Image = Formula.Uniform(Input, Images * LeNet.Side * LeNet.Side);
    private static readonly int[] Class = Formula.Integers(Label, LeNet.Classes, Images);

    protected override LeNet Create() => new();

    protected override LeNet.Trainer CreateTrainer(LeNet model, Optimizer optimizer) => model.CreateTrainer(optimizer);

    protected override float[][] Predict(LeNet model)
    {
        float[] logits = new float[Images * LeNet.Classes];
        model.Predict(Image, logits);
        return [logits];
    }

    protected override float Gradients(LeNet.Trainer trainer) => trainer.Gradients(Image, Class);

    protected override float Step(LeNet.Trainer trainer) => trainer.Step(Image, Class);

    protected override Tensor EagerLoss(LeNet model) => model.Eager.Loss(
        new Tensor(Image, Images, 1, LeNet.Side, LeNet.Side), new IntTensor(Class, Images), Mode.Training);
}
