namespace DLCompiler.Conformance.Compiled;

/// <summary>200 training steps with each optimizer against PyTorch in float64, from the same weights and
/// batches.</summary>
public class TrainingTests
{
    private const int Batch = 32;
    private const int Steps = 200;
    private const double LossTolerance = 1e-3;

    private static readonly Fixtures Expected = Fixtures.Of("training");
    private static readonly float[] Data = Formula.Uniform(20, 4 * Batch * 16);
    private static readonly int[] Labels = Formula.Integers(21, 5, 4 * Batch);

    // The same as OPTIMIZERS in fixtures/networks.py.
    private static readonly Dictionary<string, Func<Optimizer>> Optimizers = new()
    {
        ["sgd"] = () => new Sgd(0.125f),
        ["sgd.momentum"] = () => new Sgd(0.03125f, momentum: 0.875f),
        ["sgd.dampening"] = () => new Sgd(0.03125f, momentum: 0.875f, dampening: 0.25f),
        ["sgd.nesterov"] = () => new Sgd(0.03125f, momentum: 0.875f, nesterov: true),
        ["sgd.decay"] = () => new Sgd(0.125f, momentum: 0.5f, weightDecay: 0.0078125f),
        ["sgd.clip"] = () => new Sgd(0.25f),
        ["adam"] = () => new Adam(0.0009765625f),
        ["adam.decay"] = () => new Adam(0.0009765625f, weightDecay: 0.0078125f),
        ["adamw"] = () => new AdamW(0.0009765625f),
        ["adamw.decay"] = () => new AdamW(0.0009765625f, beta1: 0.875, beta2: 0.9921875, weightDecay: 0.125f),
        ["rmsprop"] = () => new RmsProp(0.0009765625f),
        ["rmsprop.momentum"] = () => new RmsProp(
            0.00048828125f, alpha: 0.875, momentum: 0.5f, centered: true, epsilon: 0.0009765625, weightDecay: 0.0078125f),
        ["adagrad"] = () => new Adagrad(0.00390625f),
        ["adagrad.decay"] = () => new Adagrad(0.0078125f, rateDecay: 0.0078125, weightDecay: 0.0078125f),
        ["lion"] = () => new Lion(0.000244140625f),
        ["lion.decay"] = () => new Lion(0.000244140625f, beta1: 0.875, beta2: 0.9375, weightDecay: 0.125f),
        ["lamb"] = () => new Lamb(0.0009765625f),
        ["lamb.decay"] = () => new Lamb(0.0009765625f, beta1: 0.875, beta2: 0.9921875, weightDecay: 0.125f),
        ["muon"] = () => new Muon(0.0078125f),
        ["muon.plain"] = () => new Muon(
            0.0078125f, momentum: 0.875, nesterov: false, weightDecay: 0.125f, vectorRate: 0.125f),
        ["adamw.groups"] = () => new AdamW(0.0009765625f, weightDecay: 0.125f)
        {
            Groups = [ParameterGroup.NoDecay, ParameterGroup.Matching("Output.*", learningRateScale: 0.5f)],
        },
        ["adamw.clip"] = () => new AdamW(0.0009765625f),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void LossesStayTogether(string name)
    {
        double[] expected = Expected.Floats($"{name}.losses");
        double[] actual = new double[Steps];
        Train(name, (step, loss, _) => actual[step] = loss, Steps);
        for (int step = 0; step < Steps; step++)
        {
            Assert.True(
                Math.Abs(actual[step] - expected[step]) <= LossTolerance * expected[step],
                $"{name}, step {step}: the loss is {actual[step]:G9}, PyTorch has {expected[step]:G9}.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FirstStepsParameters(string name) =>
        Train(name, (_, _, model) =>
        {
            foreach (string parameter in ModelParts.Names)
            {
                double[] expected = Expected.Floats($"{name}.first.{parameter}");
                Metric.AssertNear(parameter, ModelParts.Get(model, parameter), expected, Metric.Forward);
            }
        }, steps: 1);

    private static void Train(string name, Action<int, double, SmallMlp> afterStep, int steps)
    {
        var model = new SmallMlp();
        ModelParts.SetByFormula(model, 1f / 2, 1f / 4, 1f / 2);
        float? clip = name.EndsWith("clip", StringComparison.Ordinal) ? 0.5f : null;
        var trainer = model.CreateTrainer(Optimizers[name](), new TrainerOptions { ClipNorm = clip });
        for (int step = 0; step < steps; step++)
        {
            int first = step % 4 * Batch;
            float loss = trainer.Step(Data.AsSpan(first * 16, Batch * 16), Labels.AsSpan(first, Batch));
            afterStep(step, loss, model);
        }
    }
}
