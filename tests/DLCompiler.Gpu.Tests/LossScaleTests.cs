using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Gpu.Tests;

/// <summary>Training in 16 bits: the weights' copies, updates that are left out, and the scale that follows from them.</summary>
[Collection(GpuCollection.Name)]
public class LossScaleTests(GpuFixture gpu)
{
    private const int Batch = 6;

    /// <summary>With a gradient from a ten-thousandth on, beyond a half's 65504.</summary>
    private const float TooLarge = 1 << 30;

    private static readonly Sample Norm = Samples.All.Single(s => s.Source.Name == "Norm");

    private static readonly Dictionary<Precision, ModelAssembly> Models = new()
    {
        [Precision.Half] = Precisions.Compile(Precision.Half, [Norm.Source]),
        [Precision.BFloat16] = Precisions.Compile(Precision.BFloat16, [Norm.Source]),
    };

    /// <summary>A loss of 0, with an infinite gradient.</summary>
    private static readonly ModelSource Rootless = new("Rootless", """
        [Model]
        public partial class Rootless
        {
            [Linear(4, Bias = false)] private partial Tensor Hidden(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 3)] Tensor x) => Hidden(x);

            [Loss]
            private static Tensor Loss(Tensor result) => Mean(Sqrt(result));
        }
        """);

    /// <summary>The optimizers that look at how many updates there were.</summary>
    private static readonly Dictionary<string, Func<Optimizer>> Counting = new()
    {
        ["Sgd"] = () => new Sgd(0.05f, momentum: 0.9f, dampening: 0.5f),
        ["Adam"] = () => new Adam(0.01f),
        ["AdamW"] = () => new AdamW(0.01f),
        ["Adagrad"] = () => new Adagrad(0.05f, rateDecay: 0.1),
        ["Lamb"] = () => new Lamb(0.01f),
        ["Muon"] = () => new Muon(0.01f),
    };

    public static TheoryData<string> CountingOptimizers => [.. Counting.Keys];

    public static TheoryData<Precision, string> Updates => new()
    {
        { Precision.Half, "Sgd" },
        { Precision.Half, "AdamW" },
        { Precision.Half, "Lamb" },
        { Precision.Half, "Muon" },
        { Precision.BFloat16, "AdamW" },
        { Precision.BFloat16, "Muon" },
    };

    /// <summary>After steps, and after other parameters have been brought to the device.</summary>
    [Theory]
    [MemberData(nameof(Updates))]
    public void Copies_are_the_weights_rounded(Precision precision, string optimizer)
    {
        var model = Models[precision].Create("Norm", seed: 3);
        using var device = new CompiledGpu(model, gpu.Accelerator, Optimizer(optimizer), device: new GpuOptions { LossScale = 256 });
        CheckCopies(precision, model, device);
        for (int i = 0; i < 3; i++) _ = Step(device).Value;
        float[] before = Parameters(model);
        device.Download();
        Assert.NotEqual(before, Parameters(model));
        CheckCopies(precision, model, device);
        model.Store.Set(0, new float[model.Store.Parameters[0].Count]);
        device.Call("Upload");
        CheckCopies(precision, model, device);
    }

    [Theory]
    [InlineData("Sgd", 1)]
    [InlineData("AdamW", 1)]
    [InlineData("Lamb", 1)]
    [InlineData("Muon", 1)]
    [InlineData("AdamW", 2)]
    public void An_infinite_gradient_leaves_the_update_out(string optimizer, int accumulate)
    {
        var model = Models[Precision.Half].Create("Norm", seed: 3);
        using var device = new CompiledGpu(
            model, gpu.Accelerator, Optimizer(optimizer), new TrainerOptions { Accumulate = accumulate, ClipNorm = 1 },
            new GpuOptions { LossScale = TooLarge });
        float[] before = Parameters(model);
        for (int i = 0; i < accumulate; i++) Assert.True(float.IsFinite(Step(device).Value));
        device.Download();

        // Nor are the running statistics of the step taken over.
        Assert.Equal(before, Parameters(model));
        Assert.Equal((TooLarge / 2, 1L), (device.Get<float>("LossScale"), device.Get<long>("SkippedUpdates")));

        // It goes down until the gradients fit; then the optimizer's state is as if nothing had been.
        for (int i = 0; i < 20 * accumulate; i++) Assert.True(float.IsFinite(Step(device).Value));
        long skipped = device.Get<long>("SkippedUpdates");
        Assert.InRange(skipped, 2, 15);
        Assert.Equal(TooLarge / MathF.Pow(2, skipped), device.Get<float>("LossScale"));
        device.Download();
        Assert.All(Parameters(model), p => Assert.True(float.IsFinite(p)));
        Assert.NotEqual(before, Parameters(model));
    }

    /// <summary>Corrections of moments, a first step without dampening, a falling rate: as if what was left out had never been.</summary>
    [Theory]
    [MemberData(nameof(CountingOptimizers))]
    public void Updates_that_are_left_out_do_not_count(string optimizer)
    {
        var (late, early) = (Models[Precision.Half].Create("Norm", seed: 3), Models[Precision.Half].Create("Norm", seed: 3));
        using var device = new CompiledGpu(
            late, gpu.Accelerator, Counting[optimizer](), device: new GpuOptions { LossScale = TooLarge });
        long made = 0;
        for (int steps = 1; made < 3; steps++)
        {
            _ = Step(device).Value;
            made = steps - device.Get<long>("SkippedUpdates");
        }

        Assert.NotEqual(0, device.Get<long>("SkippedUpdates"));
        using var other = new CompiledGpu(
            early, gpu.Accelerator, Counting[optimizer](), device: new GpuOptions { LossScale = device.Get<float>("LossScale") });
        for (int i = 0; i < made; i++) _ = Step(other).Value;
        Assert.Equal(0, other.Get<long>("SkippedUpdates"));
        device.Download();
        other.Download();
        Assert.Equal(Parameters(early), Parameters(late));
    }

    /// <summary>A gradient that no scale makes finite: where a root begins, it is ∞.</summary>
    [Fact]
    public void What_no_scale_mends_is_seen_in_the_loss()
    {
        var model = Precisions.Compile(Precision.Half, [Rootless]).Create("Rootless");
        using var device = new CompiledGpu(model, gpu.Accelerator, new AdamW(0.1f), device: new GpuOptions { LossScale = 4 });
        float[] before = Parameters(model);
        var seen = new List<(float Loss, float Scale)>();
        for (int i = 0; i < 4; i++)
        {
            var loss = device.Step([new Argument("x", new float[6], [2, 3])], Sample.Sizes(2));
            seen.Add((loss.Value, device.Get<float>("LossScale")));
        }

        Assert.Equal([(0, 2), (0, 1), (float.NaN, 1), (float.NaN, 1)], seen);
        Assert.Equal(4, device.Get<long>("SkippedUpdates"));
        device.Download();
        Assert.Equal(before, Parameters(model));
    }

    [Fact]
    public void The_scale_doubles_after_updates_in_a_row()
    {
        var model = Models[Precision.Half].Create("Norm");
        using var device = new CompiledGpu(
            model, gpu.Accelerator, new Sgd(0.01f), device: new GpuOptions { LossScale = 8, LossScaleInterval = 3 });
        var scales = new List<float>();
        for (int i = 0; i < 7; i++)
        {
            _ = Step(device).Value;
            scales.Add(device.Get<float>("LossScale"));
        }

        Assert.Equal([8, 8, 16, 16, 16, 32, 32], scales);
    }

    /// <summary>What the user sees of gradients has no scale in it, before an update that changes the scale and after it.</summary>
    [Fact]
    public void Gradients_and_their_norm_are_those_of_the_loss()
    {
        var model = Models[Precision.Half].Create("Norm", seed: 5);
        var trainer = model.CreateTrainer();
        trainer.Gradients(Norm.Arguments(Batch, training: true), Sample.Sizes(Batch));
        string weight = model.Trained.First(n => n.EndsWith("weight", StringComparison.Ordinal));
        double[] expected = trainer.Gradient(weight);
        using var device = new CompiledGpu(
            model, gpu.Accelerator, new Sgd(0), new TrainerOptions { ClipNorm = 100 },
            new GpuOptions { LossScale = 64, LossScaleInterval = 1 });
        _ = device.Gradients(Norm.Arguments(Batch, training: true), Sample.Sizes(Batch)).Value;
        Near(device.Gradient(weight));
        _ = Step(device).Value;
        Assert.Equal(128, device.Get<float>("LossScale"));
        Near(device.Gradient(weight));
        double norm = Math.Sqrt(model.Trained.SelectMany(trainer.Gradient).Sum(g => g * g));
        Assert.InRange(device.Get<float>("LastGradientNorm"), 0.99 * norm, 1.01 * norm);

        void Near(double[] actual) =>
            Conformance.Metric.AssertNear(weight, actual, expected, 12 * Precisions.Step(Precision.Half));
    }

    /// <summary>Beside float32 on the CPU: with accumulation, clipping, a schedule, and what is frozen.</summary>
    [Theory]
    [InlineData(Precision.Half)]
    [InlineData(Precision.BFloat16)]
    public void Training_options_mean_the_same(Precision precision)
    {
        var options = new TrainerOptions { ClipNorm = 0.5f, Accumulate = 2, Schedule = new CosineSchedule(0.1f, 10), Seed = 3 };
        var (host, guest) = (Models[precision].Create("Norm", seed: 2), Models[precision].Create("Norm", seed: 2));
        host.Store.Freeze(1, frozen: true);
        guest.Store.Freeze(1, frozen: true);
        var trainer = host.CreateTrainer(new Sgd(0.1f, momentum: 0.9f), options);
        using var device = new CompiledGpu(
            guest, gpu.Accelerator, new Sgd(0.1f, momentum: 0.9f), options, new GpuOptions { LossScale = 128, LossScaleInterval = 2 });
        float[] frozen = [.. guest.Store.Span(1)];
        for (int i = 0; i < 6; i++)
        {
            double expected = trainer.Step(Norm.Arguments(Batch, training: true), Sample.Sizes(Batch)), actual = Step(device);
            Assert.InRange(actual, expected - (8 * Precisions.Step(precision)), expected + (8 * Precisions.Step(precision)));
        }

        device.Download();
        Assert.Equal(frozen, guest.Store.Span(1).ToArray());
    }

    private static Optimizer Optimizer(string name) => name switch
    {
        "Sgd" => new Sgd(0.05f, momentum: 0.9f),
        "AdamW" => new AdamW(0.01f),
        "Lamb" => new Lamb(0.01f),
        _ => new Muon(0.01f),
    };

    private static PendingLoss Step(CompiledGpu device) =>
        device.Step(Norm.Arguments(Batch, training: true), Sample.Sizes(Batch));

    private static float[] Parameters(CompiledModel model) =>
        [.. Enumerable.Range(0, model.Store.Parameters.Count).SelectMany(p => model.Store.Span(p).ToArray())];

    /// <summary>The device's copies, looked at in its memory, against the parameters on the host.</summary>
    private static void CheckCopies(Precision precision, CompiledModel model, CompiledGpu device)
    {
        ushort[] copies = device.Copies();
        for (int p = 0; p < model.Store.Parameters.Count; p++)
        {
            if (!model.Store.Parameters[p].Trained) continue;
            var values = model.Store.Span(p);
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(Precisions.Nearest(precision, values[i]), copies[(int)model.Store.OffsetOf(p) + i]);
        }
    }
}
