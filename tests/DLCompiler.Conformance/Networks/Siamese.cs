using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>A Siamese network (Bromley et al. 1993): one set of weights embeds three images for a triplet
/// loss.</summary>
[Model]
public sealed partial class Siamese
{
    public const int Pixels = 64, Size = 8;

    [Linear(32)]
    private partial Tensor Hidden(Tensor x);

    [Linear(Size)]
    private partial Tensor Place(Tensor x);

    [Forward]
    private (Tensor Anchor, Tensor Positive, Tensor Negative) Forward(
        [Shape("N", Pixels)] Tensor anchor,
        [Shape("N", Pixels)] Tensor positive,
        [Shape("N", Pixels)] Tensor negative) =>
        (Embed(anchor), Embed(positive), Embed(negative));

    [Loss]
    private static Tensor Loss(Tensor anchor, Tensor positive, Tensor negative) =>
        TripletMargin(anchor, positive, negative);

    private Tensor Embed(Tensor image)
    {
        var place = Place(Relu(Hidden(image)));
        return place / Norm(place, axis: -1, keepDims: true);
    }
}

public sealed class SiameseTests() : NetworkTests<Siamese, Siamese.Trainer>("siamese")
{
    private const int Triplets = 6;

    private static readonly float[] Anchor = Images(0), Positive = Images(1), Negative = Images(2);

    protected override Siamese Create() => new();

    protected override Siamese.Trainer CreateTrainer(Siamese model, Optimizer optimizer) =>
        model.CreateTrainer(optimizer);

    protected override float[][] Predict(Siamese model)
    {
        const int Length = Triplets * Siamese.Size;
        float[] anchor = new float[Length], positive = new float[Length], negative = new float[Length];
        model.Predict(Anchor, Positive, Negative, anchor, positive, negative);
        return [anchor, positive, negative];
    }

    protected override float Gradients(Siamese.Trainer trainer) => trainer.Gradients(Anchor, Positive, Negative);

    protected override float Step(Siamese.Trainer trainer) => trainer.Step(Anchor, Positive, Negative);

    protected override Tensor EagerLoss(Siamese model) =>
        model.Eager.Loss(ToTensor(Anchor), ToTensor(Positive), ToTensor(Negative), Mode.Training);

    private static float[] Images(int i) => Formula.Uniform(Input + i, Triplets * Siamese.Pixels);

    private static Tensor ToTensor(float[] images) => new(images, Triplets, Siamese.Pixels);
}
