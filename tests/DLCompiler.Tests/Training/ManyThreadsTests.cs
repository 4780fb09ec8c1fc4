using DLCompiler.Runtime;

namespace DLCompiler.Tests.Training;

/// <summary>Every optimizer: the same bits for any number of threads, and no allocation once it is warm.</summary>
public class ManyThreadsTests
{
    private static readonly Dictionary<string, Func<Optimizer>> Optimizers = new()
    {
        ["Sgd"] = () => new Sgd(0.1f, 0.9f),
        ["AdamW"] = () => new AdamW { Groups = [ParameterGroup.NoDecay] },
        ["RmsProp"] = () => new RmsProp(momentum: 0.5f, centered: true),
        ["Adagrad"] = () => new Adagrad(),
        ["Lion"] = () => new Lion(),
        ["Lamb"] = () => new Lamb(),
        ["Muon"] = () => new Muon(),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_threads(string name)
    {
        float[][] results = [.. new[] { 1, 2, 5 }.Select(threads => Train(name, threads, 3))];
        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.All(results[0], value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gaps_stay_zero(string name)
    {
        var store = Store();
        new TestTrainer(store, Optimizers[name]()).StepAll(Gradient(store));
        for (int i = 0; i < store.Parameters.Count; i++)
        {
            nint end = i + 1 < store.Parameters.Count ? store.OffsetOf(i + 1) : store.Count;
            for (nint k = store.OffsetOf(i) + store.Parameters[i].Count; k < end; k++)
                Assert.Equal(0, store.Values[k]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_allocate_nothing(string name)
    {
        var store = Store();
        float[] gradient = Gradient(store);
        var trainer = new TestTrainer(
            store,
            Optimizers[name](),
            new TrainerOptions { Accumulate = 2, Schedule = new CosineSchedule(0.1f, 100), ClipNorm = 1 });
        for (int i = 0; i < 4; i++) trainer.StepAll(gradient);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 6; i++) trainer.StepAll(gradient);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[] Train(string name, int threads, int steps)
    {
        using var limit = Workers.Limit(threads);
        var store = Store();
        var trainer = new TestTrainer(store, Optimizers[name]());
        for (int i = 0; i < steps; i++) trainer.StepAll(Gradient(store));
        return [.. Enumerable.Range(0, store.Parameters.Count).SelectMany(i => store.Span(i).ToArray())];
    }

    /// <summary>Parameters whose sizes are no multiples of vectors, and one that is worth several threads.</summary>
    private static ParameterStore Store()
    {
        var store = new ParameterStore("M", [
            new("Wide.weight", [7, 13], true, Initializer.Normal(1)), new("Wide.bias", [7], true, Initializer.Normal(1)),
            new("Tall.weight", [301, 123], true, Initializer.Normal(1)), new("Scale", [], true, Initializer.Ones)]);
        store.Initialize(3);
        return store;
    }

    private static float[] Gradient(ParameterStore store)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, store.Parameters.Sum(p => p.Count)).Select(_ => (float)random.NextDouble() - 0.5f)];
    }
}
