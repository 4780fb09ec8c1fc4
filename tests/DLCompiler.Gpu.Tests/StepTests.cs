#if STANDIN
using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Support;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace DLCompiler.Gpu.Tests;

/// <summary>What a step does besides launching, which the stand-in counts, and what happens where the device fails.</summary>
public sealed class StepTests : IDisposable
{
    private const int Batch = 4, Steps = 8, Slots = 4;

    private static readonly ModelAssembly Models = GpuFixture.Compile(Samples.All.Select(s => s.Source));

    private readonly Context _context = Context.Create(b => b.CPU());
    private readonly Accelerator _accelerator;

    public StepTests() => _accelerator = CPUDevice.Default.CreateAccelerator(_context);

    public static TheoryData<string> Names => [.. Samples.All.Select(s => s.Source.Name)];

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>
    /// After the first step, launches alone: the upload is waited for, and, once in as many steps as there are places for
    /// batches, all that was launched.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_is_launches_on_one_stream(string name)
    {
        var sample = Samples.All.Single(s => s.Source.Name == name);
        using var device = new CompiledGpu(
            Models.Create(name), _accelerator, new AdamW(0.01f), new TrainerOptions { ClipNorm = 1 });
        var step = device.Call("Step", sample.Arguments(Batch, training: true), Sample.Sizes(Batch));
        for (int i = 0; i < Slots; i++) _ = step();
        var counters = _accelerator.Counters;
        int allocations = counters.Allocations, loads = counters.Loads, waits = counters.Synchronizations, launches = counters.Launches;
        for (int i = 0; i < Steps; i++) _ = step();
        Assert.Equal(allocations, counters.Allocations);
        Assert.Equal(loads, counters.Loads);
        Assert.Equal(Steps + (Steps / Slots), counters.Synchronizations - waits);
        Assert.Equal(0, (counters.Launches - launches) % Steps);
        PendingLoss loss = step();
        waits = counters.Synchronizations;
        _ = loss.Value;
        Assert.Equal(1, counters.Synchronizations - waits);
    }

    [Fact]
    public void Kernels_are_loaded_once_an_accelerator()
    {
        var sample = Samples.Mlp;
        Run();
        int loads = _accelerator.Counters.Loads;
        Run();
        Assert.Equal(loads, _accelerator.Counters.Loads);

        void Run()
        {
            using var device = new CompiledGpu(Models.Create(sample.Source.Name), _accelerator, new Sgd(0.1f));
            _ = device.Step(sample.Arguments(Batch, training: true), Sample.Sizes(Batch));
        }
    }

    [Fact]
    public void Too_little_memory_says_what_is_needed_and_what_would_fit()
    {
        var sample = Samples.Mlp;
        var model = Models.Create(sample.Source.Name);
        using var device = new CompiledGpu(
            model, _accelerator, new Sgd(0.1f), device: new GpuOptions { MemoryLimit = 3 << 20, WorkspaceFloats = 16 });
        const int Many = 400;
        var error = Assert.Throws<GpuException>(() => device.Step(sample.Arguments(Many, training: true), Sample.Sizes(Many)));
        Assert.Matches(
            @"Stand-in has too little memory: the plan of Mlp\.Step at N = 400 takes [\d.]+ (MiB|KiB), and [\d.]+ (MiB|KiB) are free\. N = \d+ would fit\.",
            error.Message);
        int fits = int.Parse(error.Message.Split("N = ")[2].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        _ = device.Step(sample.Arguments(fits, training: true), Sample.Sizes(fits)).Value;
        Assert.Throws<GpuException>(() => device.Step(sample.Arguments(fits + 40, training: true), Sample.Sizes(fits + 40)));
    }

    /// <summary>Whether or not another batch had fitted before.</summary>
    [Fact]
    public void A_batch_that_does_not_fit_is_refused_each_time()
    {
        var sample = Samples.Mlp;
        using var device = new CompiledGpu(
            Models.Create(sample.Source.Name), _accelerator, new Sgd(0.1f),
            device: new GpuOptions { MemoryLimit = 3 << 20, WorkspaceFloats = 16 });
        const int Many = 4000;
        for (int i = 0; i < 3; i++)
        {
            var error = Assert.Throws<GpuException>(() => device.Step(sample.Arguments(Many, training: true), Sample.Sizes(Many)));
            Assert.Contains("the batch takes", error.Message, StringComparison.Ordinal);
        }

        _ = device.Step(sample.Arguments(Batch, training: true), Sample.Sizes(Batch)).Value;
    }

    [Fact]
    public void A_model_that_does_not_fit_is_refused_at_once()
    {
        var error = Assert.Throws<GpuException>(() => new CompiledGpu(
            Models.Create("Mlp"), _accelerator, new Sgd(0.1f), device: new GpuOptions { MemoryLimit = 1000, WorkspaceFloats = 16 }));
        Assert.Contains("the model takes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_device_leaves_the_host_as_it_is()
    {
        var sample = Samples.Mlp;
        var model = Models.Create(sample.Source.Name);
        using var device = new CompiledGpu(model, _accelerator, new Sgd(0.1f));
        float[] before = [.. model.Store.Span(0)];
        var arguments = sample.Arguments(Batch, training: true);
        _ = device.Step(arguments, Sample.Sizes(Batch));
        _accelerator.IsLost = true;
        var error = Assert.Throws<GpuException>(() => device.Step(arguments, Sample.Sizes(Batch)));
        Assert.Equal(
            "Stand-in has failed: The device is lost. The model's parameters on the host are as they were.", error.Message);
        Assert.IsType<AcceleratorException>(error.InnerException);
        Assert.Equal(before, model.Store.Span(0));
        _accelerator.IsLost = false;
    }

    [Theory]
    [InlineData(17)]
    [InlineData(0)]
    public void A_group_that_the_device_does_not_allow_is_refused(int threads)
    {
        var error = Assert.Throws<GpuException>(() => new CompiledGpu(
            Models.Create("Mlp"), _accelerator, new Sgd(0.1f), device: new GpuOptions { GroupSize = threads }));
        Assert.Equal($"A group of {threads} threads: Stand-in allows 1 to 16.", error.Message);
    }

    [Fact]
    public void Disposing_frees_all_memory_and_ends_the_use()
    {
        var sample = Samples.Mlp;
        var device = new CompiledGpu(Models.Create(sample.Source.Name), _accelerator, new Sgd(0.1f));
        var loss = device.Step(sample.Arguments(Batch, training: true), Sample.Sizes(Batch));
        device.Dispose();
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loss.Value);
        Assert.Throws<ObjectDisposedException>(() => device.Step(sample.Arguments(Batch, training: true), Sample.Sizes(Batch)));
    }
}
#endif
