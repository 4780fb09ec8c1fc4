namespace DLCompiler.Conformance.Networks;

/// <summary>ResNet-18 on square images.</summary>
public abstract class ResNetTests(string fixture, int images, int side)
    : NetworkTests<ResNet, ResNet.Trainer>(fixture)
{
    private readonly float[] _image = Formula.Uniform(Input, images * 3 * side * side);
    private readonly int[] _class = Formula.Integers(Label, ResNet.Classes, images);

    /// <summary>Plain loops would take minutes.</summary>
    protected override bool RunsEagerly => false;

    protected override ResNet Create() => new();

    protected override ResNet.Trainer CreateTrainer(ResNet model, Optimizer optimizer) => model.CreateTrainer(optimizer);

    protected override float[][] Predict(ResNet model)
    {
        float[] logits = new float[images * ResNet.Classes];
        model.Predict(_image, logits, H: side, W: side);
        return [logits];
    }

    protected override float Gradients(ResNet.Trainer trainer) => trainer.Gradients(_image, _class, W: side);

    protected override float Step(ResNet.Trainer trainer) => trainer.Step(_image, _class, W: side);

    protected override Tensor EagerLoss(ResNet model) => model.Eager.Loss(
        new Tensor(_image, images, 3, side, side), new IntTensor(_class, images), Mode.Training);
}

public sealed class SmallResNetTests() : ResNetTests("resnet", images: 4, side: 64);

[Trait("Category", "Slow")]
public sealed class WholeResNetTests() : ResNetTests("resnet224", images: 1, side: 224);
