using DLCompiler.Runtime;

namespace DLCompiler.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_step_changes_parameters_and_counts()
    {
        var store = TestTrainer.Store(1, 2);
        var trainer = new TestTrainer(store, new Sgd(0.5f));
        long version = store.Version;
        Assert.Equal(0.5f, trainer.Step(1, -1));
        Assert.Equal([0.5f, 2.5f], trainer.Parameters);
        Assert.Equal([1, 1], store.Span(1).ToArray());
        Assert.Equal((1, version + 1), (trainer.StepCount, store.Version));
        Assert.Equal([1, -1], trainer.Gradient("w").ToArray());
        Assert.Throws<KeyNotFoundException>(() => trainer.Gradient("mean").Length);
    }

    [Fact]
    public void The_learning_rate_may_change_between_steps()
    {
        var trainer = new TestTrainer(TestTrainer.Store(1), new Sgd(0.5f));
        trainer.Step(1);
        trainer.LearningRate = 0.25f;
        trainer.Step(1);
        Assert.Equal([0.25f], trainer.Parameters);
    }

    [Fact]
    public void Gradients_are_limited_to_a_norm()
    {
        var trainer = new TestTrainer(TestTrainer.Store(0, 0), new Sgd(1), new TrainerOptions { ClipNorm = 1 });
        trainer.Step(3, 4);
        Assert.Equal(5, trainer.LastGradientNorm);
        Assert.Equal(-0.6, trainer.Parameters[0], 1e-6);
        Assert.Equal(-0.8, trainer.Parameters[1], 1e-6);
        trainer.Step(0.3f, 0.4f);
        Assert.Equal(-0.9, trainer.Parameters[0], 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new TestTrainer(TestTrainer.Store(0), new Sgd(1), new TrainerOptions { ClipNorm = 0 }));
    }

    [Fact]
    public void The_norm_is_the_same_for_any_number_of_threads()
    {
        var random = new Random(5);
        float[] gradient = [.. Enumerable.Range(0, 300_001).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] norms = [.. new[] { 1, 2, 3, 7 }.Select(Norm)];
        Assert.All(norms, norm => Assert.Equal(norms[0], norm));
        Assert.Equal(Math.Sqrt(gradient.Sum(g => (double)g * g)), norms[0], 1e-4);

        float Norm(int threads)
        {
            using var limit = Workers.Limit(threads);
            var trainer = new TestTrainer(
                TestTrainer.Store(new float[gradient.Length]), new Sgd(1), new TrainerOptions { ClipNorm = 1 });
            trainer.Step(gradient);
            return trainer.LastGradientNorm;
        }
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var trainer = new TestTrainer(TestTrainer.Store(1, 2), new AdamW(), new TrainerOptions { ClipNorm = 1 });
        for (int i = 0; i < 3; i++) trainer.Step(1, 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) trainer.Step(1, 2);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Training_goes_on_where_it_was_saved()
    {
        string model = _folder.File("m.safetensors"), state = _folder.File("t.safetensors");
        var store = TestTrainer.Store(1, 2);
        var trainer = new TestTrainer(store, new Adam(0.1f));
        for (int i = 0; i < 5; i++) trainer.Step(i, 1);
        store.Save(model);
        trainer.Save(state);
        trainer.Step(9, 9);

        var otherStore = TestTrainer.Store(0, 0);
        var other = new TestTrainer(otherStore, new Adam(0.1f));
        otherStore.Load(model);
        other.Load(state);
        other.Step(9, 9);
        Assert.Equal(
            (6, trainer.Parameters[0], trainer.Parameters[1]),
            (other.StepCount, other.Parameters[0], other.Parameters[1]));
    }

    [Fact]
    public void States_of_others_are_refused()
    {
        string path = _folder.File("t.safetensors");
        new TestTrainer(TestTrainer.Store(1, 2), new Adam()).Save(path);
        Assert.Equal($"{path}: holds the state of Adam, expected Sgd.", Problem(new Sgd(), 1, 2));
        Assert.Equal(
            $"{path}: tensor 'w.exp_avg' is F32 [2], but M's Adam expects F32 [3]; "
            + "tensor 'w.exp_avg_sq' is F32 [2], but M's Adam expects F32 [3].",
            Problem(new Adam(), 1, 2, 3));
        TestTrainer.Store(1).Save(path);
        Assert.Equal($"{path}: holds the state of no optimizer, expected Adam.", Problem(new Adam(), 1));

        string Problem(Optimizer optimizer, params float[] values)
        {
            var trainer = new TestTrainer(TestTrainer.Store(values), optimizer);
            return Assert.Throws<CheckpointException>(() => trainer.Load(path)).Message;
        }
    }
}
