using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>
/// A recommender of dense numbers and categories, with the products of all pairs of their vectors (DLRM; Naumov et al.
/// 2019).
/// </summary>
[Model]
public sealed partial class Recommender
{
    public const int Features = 6, Users = 40, Items = 25, Places = 7;

    private const int Size = 8;

    [Embedding(Users, Size)]
    private partial Tensor User(IntTensor user);

    [Embedding(Items, Size)]
    private partial Tensor Item(IntTensor item);

    [Embedding(Places, Size)]
    private partial Tensor Place(IntTensor place);

    [Linear(16)]
    private partial Tensor DenseHidden(Tensor x);

    [Linear(Size)]
    private partial Tensor DenseOut(Tensor x);

    [Linear(16)]
    private partial Tensor Hidden(Tensor x);

    [Linear(1)]
    private partial Tensor Score(Tensor x);

    [Forward]
    private Tensor Forward(
        [Shape("N", Features)] Tensor dense,
        [Shape("N")] IntTensor user,
        [Shape("N")] IntTensor item,
        [Shape("N")] IntTensor place)
    {
        var features = Relu(DenseOut(Relu(DenseHidden(dense))));
        var vectors = Stack([features, User(user), Item(item), Place(place)], axis: 1);
        var products = MatMul(vectors, Transpose(vectors));
        var pairs = Concat([products[.., 1, ..1], products[.., 2, ..2], products[.., 3, ..3]], axis: 1);
        return Squeeze(Score(Relu(Hidden(Concat([features, pairs], axis: 1)))), 1);
    }

    [Loss]
    private static Tensor Loss(Tensor logit, [Shape("N")] Tensor clicked) =>
        BinaryCrossEntropyWithLogits(logit, clicked);
}

public sealed class RecommenderTests() : NetworkTests<Recommender, Recommender.Trainer>("dlrm")
{
    private const int Visits = 12;

    private static readonly float[] Dense = Formula.Uniform(Input, Visits * Recommender.Features);
    private static readonly int[] User = Formula.Integers(Input + 1, Recommender.Users, Visits);
    private static readonly int[] Item = Formula.Integers(Input + 2, Recommender.Items, Visits);
    private static readonly int[] Place = Formula.Integers(Input + 3, Recommender.Places, Visits);
    private static readonly float[] Clicked = Array.ConvertAll(Formula.Integers(Label, 2, Visits), i => (float)i);

    protected override Recommender Create() => new();

    protected override Recommender.Trainer CreateTrainer(Recommender model, Optimizer optimizer) =>
        model.CreateTrainer(optimizer);

    protected override float[][] Predict(Recommender model)
    {
        float[] logit = new float[Visits];
        model.Predict(Dense, User, Item, Place, logit);
        return [logit];
    }

    protected override float Gradients(Recommender.Trainer trainer) =>
        trainer.Gradients(Dense, User, Item, Place, Clicked);

    protected override float Step(Recommender.Trainer trainer) => trainer.Step(Dense, User, Item, Place, Clicked);

    protected override Tensor EagerLoss(Recommender model) => model.Eager.Loss(
        new Tensor(Dense, Visits, Recommender.Features), new IntTensor(User, Visits), new IntTensor(Item, Visits),
        new IntTensor(Place, Visits), new Tensor(Clicked, Visits), Mode.Training);
}
