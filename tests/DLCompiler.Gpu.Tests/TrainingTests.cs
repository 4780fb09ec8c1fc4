using DLCompiler.Conformance;
using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Support;
using DLCompiler.Runtime;

namespace DLCompiler.Gpu.Tests;

/// <summary>Training runs against the CPU: every optimizer, and what a trainer has besides.</summary>
[Collection(GpuCollection.Name)]
public class TrainingTests(GpuFixture gpu)
{
    private const int Batch = 6, Steps = 5;
    private const double Tolerance = 1e-4;

    private static readonly Dictionary<string, Func<Optimizer>> Optimizers = new()
    {
        ["Sgd"] = () => new Sgd(0.1f, weightDecay: 0.01f),
        ["Momentum"] = () => new Sgd(0.05f, momentum: 0.9f, dampening: 0.1f),
        ["Nesterov"] = () => new Sgd(0.05f, momentum: 0.9f, nesterov: true),
        ["Adam"] = () => new Adam(0.01f, weightDecay: 0.01f),
        ["AdamW"] = () => new AdamW(0.01f) { Groups = [ParameterGroup.NoDecay, ParameterGroup.Matching("*weight", 0.5f)] },
        ["RmsProp"] = () => new RmsProp(0.01f, weightDecay: 0.01f),
        ["RmsPropMomentum"] = () => new RmsProp(0.01f, momentum: 0.9f),
        ["RmsPropCentered"] = () => new RmsProp(0.01f, centered: true),
        ["RmsPropBoth"] = () => new RmsProp(0.01f, momentum: 0.9f, centered: true),
        ["Adagrad"] = () => new Adagrad(0.05f, rateDecay: 0.1, weightDecay: 0.01f),
        ["Lion"] = () => new Lion(0.001f, weightDecay: 0.01f),
        ["Lamb"] = () => new Lamb(0.01f),
        ["Muon"] = () => new Muon(0.01f, weightDecay: 0.1f),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Optimizers_are_those_of_the_CPU(string name) => Compare(Optimizers[name], new TrainerOptions());

    [Fact]
    public void Clipping_accumulation_and_schedules_are_the_same() => Compare(
        () => new Sgd(0.1f, momentum: 0.9f),
        new TrainerOptions { ClipNorm = 0.5f, Accumulate = 2, Schedule = new CosineSchedule(0.1f, 10), Seed = 3 });

    [Fact]
    public void Frozen_parameters_stay_and_are_no_part_of_the_norm() => Compare(
        () => new Sgd(0.1f, momentum: 0.9f, weightDecay: 0.1f), new TrainerOptions { ClipNorm = 0.5f }, store => store.Freeze(1, frozen: true));

    [Fact]
    public void Download_brings_the_parameters_back()
    {
        var sample = Samples.Mlp;
        var model = gpu.All.Create(sample.Source.Name);
        using var device = new CompiledGpu(model, gpu.Accelerator, new Sgd(0.5f));
        float[] before = [.. model.Store.Span(0)];
        device.Step(sample.Arguments(Batch, training: true), Sample.Sizes(Batch));
        Assert.Equal(before, model.Store.Span(0));
        device.Download();
        Assert.NotEqual(before, [.. model.Store.Span(0)]);
    }

    [Fact]
    public void Losses_may_be_read_late_but_not_too_late()
    {
        var sample = Samples.Mlp;
        var model = gpu.All.Create(sample.Source.Name);
        using var device = new CompiledGpu(model, gpu.Accelerator, new Sgd(0.1f));
        var step = device.Call("Step", sample.Arguments(1, training: true), Sample.Sizes(1));
        var first = step();
        var second = step();
        Assert.True(first.Value > second.Value);
        Assert.True(second < first);
    }

    [Fact]
    public void Gradients_do_not_change_the_parameters()
    {
        var sample = Samples.Mlp;
        var model = gpu.All.Create(sample.Source.Name);
        using var device = new CompiledGpu(model, gpu.Accelerator, new Sgd(0.5f));
        var arguments = sample.Arguments(Batch, training: true);
        float first = device.Gradients(arguments, Sample.Sizes(Batch)), second = device.Gradients(arguments, Sample.Sizes(Batch));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Steps_are_the_same_to_the_bit_each_time()
    {
        var sample = Samples.All.Single(s => s.Source.Name == "Sequence");
        Assert.Equal(Run(), Run());

        float[] Run()
        {
            var model = gpu.All.Create(sample.Source.Name, seed: 4);
            using var device = new CompiledGpu(model, gpu.Accelerator, new AdamW(0.01f));
            var step = device.Call("Step", sample.Arguments(Batch, training: true), Sample.Sizes(Batch));
            for (int i = 0; i < Steps; i++) _ = step();
            device.Download();
            return [.. Enumerable.Range(0, model.Store.Parameters.Count).SelectMany(p => model.Store.Span(p).ToArray())];
        }
    }

    private void Compare(Func<Optimizer> optimizer, TrainerOptions options, Action<ParameterStore>? freeze = null)
    {
        var sample = Samples.All.Single(s => s.Source.Name == "Norm");
        var (host, guest) = (gpu.All.Create(sample.Source.Name, seed: 2), gpu.All.Create(sample.Source.Name, seed: 2));
        freeze?.Invoke(host.Store);
        freeze?.Invoke(guest.Store);
        var trainer = host.CreateTrainer(optimizer(), options);
        using var device = new CompiledGpu(guest, gpu.Accelerator, optimizer(), options);
        var arguments = sample.Arguments(Batch, training: true);
        var sizes = Sample.Sizes(Batch);
        for (int step = 0; step < Steps; step++)
        {
            double expected = trainer.Step(arguments, sizes);
            Metric.AssertNear($"loss of step {step}", [device.Step(arguments, sizes)], [expected], Tolerance, scale: 1);
        }

        Metric.AssertNear("evaluation", [device.Evaluate(arguments, sizes)], [trainer.Call("Evaluate", arguments, sizes)()], Tolerance, scale: 1);
        device.Download();
        for (int p = 0; p < host.Store.Parameters.Count; p++)
        {
            double[] actual = Widen(guest.Store.Span(p)), expected = Widen(host.Store.Span(p));
            Metric.AssertNear(host.Store.Parameters[p].Name, actual, expected, 10 * Tolerance, scale: 0.1);
        }
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = values[i];
        return wide;
    }
}
