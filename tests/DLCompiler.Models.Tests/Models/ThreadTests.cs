using DLCompiler.Conformance;
using DLCompiler.Kernels.Tests;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Models;

/// <summary>
/// The number of threads changes no bit, whether one call splits its work or several calls run at once.
/// </summary>
[Collection(ModelsCollection.Name)]
public class ThreadTests(ModelsFixture models)
{
    private const int Steps = 3;
    private const int Seed = 5;

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        var expected = WithThreads(1, () => Run(name));
        Assert.All((int[])[2, 3, 7], threads => Assert.Equal(expected, WithThreads(threads, () => Run(name))));
    }

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Calls_at_once_give_the_bits_of_a_call_alone(string name)
    {
        const int Callers = 8, Calls = 10;
        var sample = Samples.Find(name);
        var model = models.All.Create(name);
        var batches = Enumerable.Range(1, Callers)
            .Select(i => (Size: 1 + i, Arguments: sample.Arguments(1 + i, training: false, i))).ToArray();
        int[] lengths = [.. batches.Select(b => model.EagerForward(b.Arguments)[0].Count)];
        int[][] alone = [.. batches.Select((b, i) => Predict(model, b.Arguments, b.Size, lengths[i]))];
        using var start = new Barrier(Callers);
        int[][][] together = new int[Callers][][];
        Thread[] threads = [.. batches.Select((b, i) => new Thread(() =>
        {
            start.SignalAndWait();
            together[i] = [.. Enumerable.Range(0, Calls).Select(_ => Predict(model, b.Arguments, b.Size, lengths[i]))];
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (int i = 0; i < Callers; i++) Assert.All(together[i], result => Assert.Equal(alone[i], result));
    }

    /// <summary>The loss with dropout is the eager one: of other masks it would be another.</summary>
    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Losses_of_steps_are_those_of_eager_code(string name)
    {
        const int Batch = 3;
        var sample = Samples.Find(name);
        var model = models.All.Create(name);
        var arguments = sample.Arguments(Batch, training: true);
        var trainer = model.CreateTrainer(options: new TrainerOptions { Seed = Seed });
        for (int step = 0; step < Steps; step++)
        {
            double expected = model.EagerLoss(arguments, seed: Seed, step: step);
            float loss = trainer.Step(arguments, Sample.Sizes(Batch));
            Metric.AssertNear($"step {step}", [loss], [expected], Metric.Forward);
        }
    }

    /// <summary>Results, loss and gradients, then what some steps make of the parameters.</summary>
    private List<int[]> Run(string name)
    {
        var sample = Samples.Find(name);
        var sizes = Sample.Sizes(sample.Batch);
        var model = models.All.Create(name);
        var inputs = sample.Arguments(sample.Batch, training: false);
        var arguments = sample.Arguments(sample.Batch, training: true);
        var trainer = model.CreateTrainer(new Adam(0.01f), new TrainerOptions { Seed = Seed, ClipNorm = 1 });
        int length = ResultLength(model, sample);
        var bits = new List<int[]> { Predict(model, inputs, sample.Batch, length) };
        bits.Add(Bits.Of([trainer.Gradients(arguments, sizes)]));
        bits.AddRange(model.Trained.Select(p => Bits.Of(trainer.Trainer.Gradient(p))));
        for (int i = 0; i < Steps; i++) bits.Add(Bits.Of([trainer.Step(arguments, sizes)]));
        bits.AddRange(Bits.Of(model));
        return bits;
    }

    private static int ResultLength(CompiledModel model, Sample sample) =>
        model.EagerForward(sample.Arguments(1, training: false))[0].Count * sample.Batch;

    private static int[] Predict(CompiledModel model, List<Argument> arguments, int batch, int length) =>
        Bits.Of(model.Predict(arguments, Sample.Sizes(batch), length)[0]);

    private static T WithThreads<T>(int threads, Func<T> run)
    {
        using var _ = new Settings(threads: threads);
        return run();
    }
}
