namespace DLCompiler.Tests.Training;

/// <summary>Optimizers against PyTorch's formulas in double precision, written out plainly, over 50 steps.</summary>
public class OptimizerTests
{
    private const int Count = 37;
    private const int Steps = 50;

    /// <summary>
    /// One number's rule: parameter and gradient to parameter, with the step's number from 1 and a state of two.
    /// </summary>
    private delegate double Rule(double p, double g, int step, double[] state);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1f, 0)]
    public void Sgd_without_momentum(float decay, float momentum) =>
        AgreesWith(new Sgd(0.05f, momentum, weightDecay: decay), (p, g, _, _) => p - (0.05f * (g + (decay * p))));

    [Theory]
    [InlineData(false, 0, 0)]
    [InlineData(false, 0.1f, 0.5f)]
    [InlineData(true, 0.1f, 0)]
    public void Sgd_with_momentum(bool nesterov, float decay, float dampening) =>
        AgreesWith(new Sgd(0.05f, 0.9f, nesterov, decay, dampening), (p, g, step, state) =>
        {
            double d = g + (decay * p);
            state[0] = step == 1 ? d : (0.9f * state[0]) + ((1 - dampening) * d);
            return p - (0.05f * (nesterov ? d + (0.9f * state[0]) : state[0]));
        });

    [Theory]
    [InlineData(0)]
    [InlineData(0.2f)]
    public void Adam_step(float decay) =>
        AgreesWith(new Adam(0.01f, weightDecay: decay), (p, g, step, state) =>
            p - AdamStep(g + (decay * p), step, state, 0.01f, 0.9, 0.999, 1e-8));

    [Fact]
    public void AdamW_step() =>
        AgreesWith(new AdamW(0.01f, 0.8, 0.99, 1e-4, weightDecay: 0.3f), (p, g, step, state) =>
            (p * (1 - (0.01f * 0.3f))) - AdamStep(g, step, state, 0.01f, 0.8, 0.99, 1e-4));

    [Fact]
    public void Defaults_are_PyTorchs()
    {
        Sgd sgd = new();
        Assert.Equal(
            (1e-3f, 0f, false, 0f, 0f), (sgd.LearningRate, sgd.Momentum, sgd.Nesterov, sgd.WeightDecay, sgd.Dampening));
        Adam adam = new();
        Assert.Equal(
            (1e-3f, 0.9, 0.999, 1e-8, 0f), (adam.LearningRate, adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay));
        AdamW adamW = new();
        Assert.Equal(
            (1e-3f, 0.9, 0.999, 1e-8, 1e-2f),
            (adamW.LearningRate, adamW.Beta1, adamW.Beta2, adamW.Epsilon, adamW.WeightDecay));
    }

    [Fact]
    public void Wrong_numbers_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(momentum: 1));
        Assert.Throws<ArgumentException>(() => new Sgd(nesterov: true));
        Assert.Throws<ArgumentException>(() => new Sgd(momentum: 0.9f, nesterov: true, dampening: 0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(epsilon: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam().LearningRate = -1);
    }

    private static double AdamStep(
        double g, int step, double[] state, double rate, double beta1, double beta2, double epsilon)
    {
        state[0] = (beta1 * state[0]) + ((1 - beta1) * g);
        state[1] = (beta2 * state[1]) + ((1 - beta2) * g * g);
        double mean = state[0] / (1 - Math.Pow(beta1, step)), square = state[1] / (1 - Math.Pow(beta2, step));
        return rate * mean / (Math.Sqrt(square) + epsilon);
    }

    /// <summary>Gradients are those of a bowl with some noise, away from 0.</summary>
    private static void AgreesWith(Optimizer optimizer, Rule rule)
    {
        var random = new Random(1);
        float[] start = [.. Enumerable.Range(0, Count).Select(_ => (float)random.NextDouble() + 0.5f)];
        double[] expected = [.. start.Select(v => (double)v)];
        double[][] state = [.. start.Select(_ => new double[2])];
        var trainer = new TestTrainer(TestTrainer.Store(start), optimizer);
        for (int step = 1; step <= Steps; step++)
        {
            float[] gradient = [.. Enumerable.Range(0, Count).Select(_ => (float)random.NextDouble() + 0.1f)];
            trainer.Step(gradient);
            for (int i = 0; i < Count; i++) expected[i] = rule(expected[i], gradient[i], step, state[i]);
        }

        float[] actual = trainer.Parameters;
        for (int i = 0; i < Count; i++) Assert.Equal(expected[i], actual[i], 2e-5 * Math.Max(1, Math.Abs(expected[i])));
    }
}
