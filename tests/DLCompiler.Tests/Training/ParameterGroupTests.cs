using DLCompiler.Runtime;

namespace DLCompiler.Tests.Training;

public class ParameterGroupTests
{
    private static readonly float[] Ones = [1, 1];

    [Fact]
    public void Groups_have_their_own_decay_and_rate()
    {
        var store = Store();
        var groups = new[] { ParameterGroup.NoDecay, ParameterGroup.Matching("Out.*", learningRateScale: 0.5f) };
        Step(store, new Sgd(0.5f, weightDecay: 1) { Groups = groups });
        Assert.Equal([0, 0], store.Span(0).ToArray()); // 1 − 0.5·(1 + 1·1)
        Assert.Equal([0.5f, 0.5f], store.Span(1).ToArray()); // 1 − 0.5·1: no decay
        Assert.Equal([0.5f, 0.5f], store.Span(2).ToArray()); // 1 − 0.25·(1 + 1)
        Assert.Equal([0.5f, 0.5f], store.Span(3).ToArray()); // the first group counts: no decay, the full rate
    }

    [Fact]
    public void The_first_group_that_contains_a_parameter_counts()
    {
        var store = Store();
        var groups = new[]
        {
            ParameterGroup.Matching("*.bias", learningRateScale: 0), ParameterGroup.Where(_ => true, 1, weightDecay: 1),
        };
        Step(store, new Sgd(0.5f) { Groups = groups });
        Assert.Equal([1, 1], store.Span(1).ToArray());
        Assert.Equal([0, 0], store.Span(2).ToArray());
    }

    [Fact]
    public void An_own_optimizer_sees_runs_of_one_group_and_their_parameters()
    {
        var store = Store();
        var optimizer = new SignDescent(0.25f) { Groups = [ParameterGroup.Matching("Out.*", 2)] };
        Step(store, optimizer);
        Assert.Equal(["Hidden.weight Hidden.bias", "Out.weight Out.bias"], optimizer.Seen);
        Assert.Equal([0.75f, 0.75f], store.Span(1).ToArray());
        Assert.Equal([0.5f, 0.5f], store.Span(3).ToArray());
    }

    [Fact]
    public void Wrong_numbers_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterGroup.Matching("*", learningRateScale: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterGroup.Matching("*", weightDecay: float.NaN));
    }

    private static ParameterStore Store()
    {
        var store = new ParameterStore("M", [
            new("Hidden.weight", [1, 2], true, Initializer.Ones), new("Hidden.bias", [2], true, Initializer.Ones),
            new("Out.weight", [2, 1], true, Initializer.Ones), new("Out.bias", [2], true, Initializer.Ones)]);
        store.Initialize(0);
        return store;
    }

    private static void Step(ParameterStore store, Optimizer optimizer)
    {
        var trainer = new TestTrainer(store, optimizer);
        trainer.StepAll(Ones);
    }

    /// <summary>An optimizer as a user would write one: p −= rate · sign(g).</summary>
    private sealed class SignDescent(float rate) : Optimizer(rate)
    {
        public List<string> Seen { get; } = [];

        public override IReadOnlyList<string> StateNames => [];

        public override void Apply(OptimizerStep step)
        {
            Seen.Add(string.Join(' ', step.Items.ToArray().Select(item => item.Info.Name)));
            Span<float> parameters = step.Span(step.Parameters), gradients = step.Span(step.Gradients);
            for (int i = 0; i < parameters.Length; i++)
                parameters[i] -= step.LearningRate * Math.Sign(gradients[i]);
        }
    }
}
