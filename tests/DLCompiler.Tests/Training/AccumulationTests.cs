using DLCompiler.Runtime;

namespace DLCompiler.Tests.Training;

public sealed class AccumulationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parameters_follow_the_mean_of_several_steps_gradients()
    {
        var trainer = Trainer(TestTrainer.Store(1, 2), 2);
        trainer.Step(1, 3);
        Assert.Equal([1, 2], trainer.Parameters);
        Assert.Equal((1, 0), (trainer.StepCount, trainer.UpdateCount));
        trainer.Step(3, -1);
        Assert.Equal([0, 1.5f], trainer.Parameters);
        Assert.Equal((2, 1), (trainer.StepCount, trainer.UpdateCount));
        trainer.Step(0, 0);
        trainer.Step(2, 2);
        Assert.Equal([-0.5f, 1], trainer.Parameters);
    }

    [Fact]
    public void The_mean_is_what_is_limited()
    {
        var trainer = new TestTrainer(
            TestTrainer.Store(0, 0), new Sgd(1), new TrainerOptions { Accumulate = 2, ClipNorm = 1 });
        trainer.Step(6, 0);
        trainer.Step(0, 8);
        Assert.Equal(5, trainer.LastGradientNorm);
        Assert.Equal(-0.6, trainer.Parameters[0], 1e-6);
    }

    [Fact]
    public void A_mean_goes_on_where_it_was_saved()
    {
        string model = _folder.File("m.safetensors"), state = _folder.File("t.safetensors");
        var store = TestTrainer.Store(1, 2);
        var trainer = Trainer(store, 2);
        trainer.Step(4, 4);
        store.Save(model);
        trainer.Save(state);
        trainer.Step(0, 2);

        var otherStore = TestTrainer.Store(0, 0);
        var other = Trainer(otherStore, 2);
        otherStore.Load(model);
        other.Load(state);
        other.Step(0, 2);
        Assert.Equal(trainer.Parameters, other.Parameters);
    }

    [Fact]
    public void A_schedule_sets_the_rate_of_each_update()
    {
        var schedule = new StepSchedule(1, every: 1, factor: 0.5);
        var trainer = new TestTrainer(
            TestTrainer.Store(0), new Sgd(9), new TrainerOptions { Accumulate = 2, Schedule = schedule });
        for (int i = 0; i < 4; i++) trainer.Step(1);
        Assert.Equal([-1.5f], trainer.Parameters);
        Assert.Equal(0.5f, trainer.LearningRate);
    }

    [Fact]
    public void At_least_one_step_is_accumulated() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(TestTrainer.Store(0), 0));

    private static TestTrainer Trainer(ParameterStore store, int accumulate) =>
        new(store, new Sgd(0.5f), new TrainerOptions { Accumulate = accumulate });
}
