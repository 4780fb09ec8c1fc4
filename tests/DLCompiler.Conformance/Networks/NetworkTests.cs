using System.Reflection;
using DLCompiler.Runtime;

namespace DLCompiler.Conformance.Networks;

/// <summary>
/// A whole network against the same one in PyTorch, from the same weights: its parameters' names, its results, its
/// loss, all gradients, and a training run. A network's tests say how the generated methods are called.
/// </summary>
/// <param name="fixture">The file in <c>fixtures/networks</c>.</param>
public abstract class NetworkTests<TModel, TTrainer>(string fixture)
    where TModel : IModel
    where TTrainer : Trainer
{
    /// <summary>The streams of <see cref="Formula"/> from which inputs and labels are taken.</summary>
    protected const int Input = 1000, Label = 1100;

    private const float Momentum = 0.875f;
    private const double EagerTolerance = 1e-7;
    private const double LossTolerance = 1e-3;
    private const double MostGaps = 1.1;
    private const int WarmSteps = 3;

    private NetworkFixture Expected { get; } = new(fixture);

    /// <summary>Whether the eager run, which is slow, is compared too.</summary>
    protected virtual bool RunsEagerly => true;

    protected abstract TModel Create();

    protected abstract TTrainer CreateTrainer(TModel model, Optimizer optimizer);

    /// <summary>The results of <c>Predict</c>.</summary>
    protected abstract float[][] Predict(TModel model);

    protected abstract float Gradients(TTrainer trainer);

    protected abstract float Step(TTrainer trainer);

    /// <summary>The eager loss in training mode.</summary>
    protected abstract Tensor EagerLoss(TModel model);

    [Fact]
    public void ParametersAreCalledAsInPyTorch()
    {
        var parameters = Create().Store.Parameters;
        Assert.Equal(Expected.Trained.Order(), parameters.Where(p => p.Trained).Select(p => p.Name).Order());
        Assert.Equal(Expected.Buffers.Order(), parameters.Where(p => !p.Trained).Select(p => p.Name).Order());
    }

    [Fact]
    public void Results()
    {
        float[][] results = Predict(Model());
        Assert.Equal(Expected.ResultCount, results.Length);
        for (int i = 0; i < results.Length; i++) Expected.AssertResult(i, results[i]);
    }

    [Fact]
    public void LossAndGradients()
    {
        var trainer = CreateTrainer(Model(), new Sgd(0));
        double loss = Gradients(trainer);
        Metric.AssertNear("loss", [loss], [Expected.Losses[0]], Metric.Forward);
        foreach (string name in Expected.Trained) Expected.AssertGradient(name, trainer.Gradient(name));
    }

    [Fact]
    public void EagerLossIsTheSame()
    {
        if (RunsEagerly) Assert.Equal(Expected.Losses[0], EagerLoss(Model()).ToScalar(), EagerTolerance);
    }

    /// <summary>The same losses as PyTorch's, which fall: the fixture's script sees to that.</summary>
    [Fact]
    public void Trains()
    {
        var model = Model();
        var trainer = CreateTrainer(model, new Sgd(Expected.LearningRate, Momentum));
        for (int step = 0; step < Expected.Losses.Length; step++)
        {
            double loss = Step(trainer), expected = Expected.Losses[step];
            Metric.AssertNear($"loss of step {step}", [loss], [expected], LossTolerance);
            if (step > 0) continue;
            foreach (string name in Expected.Buffers)
                Expected.AssertBuffer(name, model.Store.Span(model.Store.IndexOf(name)));
        }
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        var trainer = CreateTrainer(Model(), new AdamW(1e-4f));
        for (int step = 0; step < WarmSteps; step++) Step(trainer);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step(trainer);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>An arena is little larger than the most that is alive in it at once.</summary>
    [Fact]
    public void ArenasHaveFewGaps()
    {
        var model = Model();
        Predict(model);
        Step(CreateTrainer(model, new Sgd(0)));
        var plans = Programs().SelectMany(p => p.Plans).ToList();
        Assert.True(plans.Count >= 2, "Predict and Step each have a plan.");
        Assert.All(plans, plan => Assert.InRange(plan.Size, plan.LowerBound, (long)(MostGaps * plan.LowerBound)));
    }

    /// <summary>The memory of the generated methods, which is in a class that only the generated file can name.</summary>
    private static IEnumerable<Program> Programs() =>
        from type in typeof(TModel).Assembly.GetTypes()
        where type.Name.EndsWith($"__{typeof(TModel).Name}Programs", StringComparison.Ordinal)
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public)
        where field.FieldType == typeof(Program)
        select (Program)field.GetValue(null)!;

    private TModel Model()
    {
        var model = Create();
        Expected.SetWeights(model);
        return model;
    }
}
