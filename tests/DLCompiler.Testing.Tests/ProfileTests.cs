using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Testing.Tests;

/// <summary>
/// What profiles say of kernels whose operations and bytes are counted by hand. Other tests run at the same time: the
/// kernels here have names of their own.
/// </summary>
public class ProfileTests
{
    private const string Source = """
        [Model]
        public partial class Net
        {
            [Linear(3)] private partial Tensor Profiled(Tensor x);

            [Lstm(4)] private partial (Tensor Output, Tensor Hidden, Tensor Cell) Recalled(Tensor x);

            [Conv2d(2, Kernel = 3, Padding = 1, Bias = false)] private partial Tensor Convolved(Tensor x);

            [Forward]
            private (Tensor A, Tensor B, Tensor C, Tensor D) Forward(
                [Shape("N", 6)] Tensor x, [Shape("N", "T", 5)] Tensor steps, [Shape("N", 1, 8, 8)] Tensor image)
            {
                var profiled = Profiled(x);
                return (Relu(profiled), Softmax(profiled), Recalled(steps).Output, Convolved(image));
            }

            [Loss] private static Tensor Loss(Tensor a, Tensor b, Tensor c, Tensor d) => Sum(a) + Sum(d);
        }
        """;

    private const int Rows = 4;

    private static readonly ModelCompilation Compiled = ModelCompiler.Compile(Source);

    [Fact]
    public void Kernels_have_their_operations_and_bytes()
    {
        var kernels = Recorded();
        var linear = One(kernels, "Relu(profiled)");
        Assert.Equal(2 * Rows * 6 * 3 + 2 * Rows * 3, linear.Flops);
        Assert.Equal(4 * (Rows * 6 + 3 * 6 + 3 + 2 * Rows * 3), linear.Bytes);
        var convolution = One(kernels, "Convolved(image)");
        Assert.Equal(2 * Rows * 2 * 9 * 64, convolution.Flops);
        Assert.Equal(4 * (Rows * 64 + 2 * 9 + Rows * 2 * 64), convolution.Bytes);
        var softmax = One(kernels, "Softmax(profiled)");
        Assert.Equal(4 * 2 * Rows * 3, softmax.Bytes);
        Assert.InRange(softmax.Flops, 4 * Rows * 3, 8 * Rows * 3);
    }

    /// <summary>Each step of a loop is a call of its kernels.</summary>
    [Fact]
    public void Loops_have_a_call_for_each_step()
    {
        // The gates by the state: the product, and the sum with the input's part and the bias.
        var gates = One(Recorded(), "[N, 16]");
        Assert.Equal(3, gates.Calls);
        Assert.InRange(gates.Flops, 3 * 2 * Rows * 16 * 4, 3 * (2 * Rows * 16 * 4 + 3 * Rows * 16));
    }

    [Fact]
    public void The_table_has_a_line_for_each_kernel_and_the_limits()
    {
        using var model = Compiled.Load();
        using var profile = Profile.Start();
        Predict(model);
        profile.Dispose();
        string[] lines = profile.ToString().Split('\n');
        Assert.Equal(profile.Kernels.Count + 2, lines.Length);
        Assert.Single(lines[..^1].Select(l => l.IndexOf('%')).Where(i => i >= 0).Distinct());
        Assert.StartsWith("kernel", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.EndsWith("Softmax(profiled)", StringComparison.Ordinal) && l.Contains('%'));
        Assert.Contains("GFLOP/s", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_profile_records_nothing_more()
    {
        using var model = Compiled.Load();
        var profile = Profile.Start();
        Predict(model);
        profile.Dispose();
        var before = profile.Kernels;
        Predict(model);
        Assert.Equal(before, profile.Kernels);
    }

    [Fact]
    public void A_trainer_profiles_its_steps_with_the_optimizer()
    {
        using var model = Compiled.Load();
        var trainer = model.CreateTrainer(new AdamW(0.001f));
        var table = new StringWriter();
        var profile = trainer.Trainer.Profile(() => trainer.Step(Inputs()), steps: 3, table);
        var update = Assert.Single(profile.Kernels, k => k.Kernel == "parameters: AdamW");
        Assert.Equal(3, update.Calls);
        Assert.Contains("AdamW", table.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => trainer.Trainer.Profile(() => { }));
    }

    [Fact]
    public void Tools_get_an_event_for_each_kernel()
    {
        using var model = Compiled.Load();
        using var listener = new Listener();

        // The source is made on another thread: what runs before it is there is not told.
        bool IsConvolved(EventWrittenEventArgs e) => (string)e.Payload![1]! == "Convolved(image)";
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                Predict(model);
                return listener.Events.Any(IsConvolved);
            },
            TimeSpan.FromSeconds(30)));
        var kernel = listener.Events.First(IsConvolved).Payload!;
        Assert.EndsWith("[N, 2, 8, 8]", (string)kernel[0]!, StringComparison.Ordinal);
        Assert.True((double)kernel[2]! > 0);
        Assert.Equal(2L * Rows * 2 * 9 * 64, kernel[3]);
        Assert.Equal(4L * (Rows * 64 + 2 * 9 + Rows * 2 * 64), kernel[4]);
    }

    [Fact]
    public void Traces_get_an_activity_for_each_kernel()
    {
        using var model = Compiled.Load();
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "DLCompiler",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        Predict(model);
        var activity = activities.First(a => a.GetTagItem("source") is "Convolved(image)");
        Assert.Equal(2L * Rows * 2 * 9 * 64, activity.GetTagItem("flops"));
        Assert.True(activity.Duration > TimeSpan.Zero);
    }

    private static IReadOnlyList<KernelProfile> Recorded()
    {
        using var model = Compiled.Load();
        using var profile = Profile.Start();
        Predict(model);
        return profile.Kernels;
    }

    private static KernelProfile One(IReadOnlyList<KernelProfile> kernels, string source) =>
        kernels.First(k => k.Kernel.Contains(source, StringComparison.Ordinal));

    private static void Predict(LoadedModel model) => model.Predict<(Tensor, Tensor, Tensor, Tensor)>(Inputs());

    private static object[] Inputs() =>
    [
        new Tensor(new float[Rows * 6], Rows, 6),
        new Tensor(new float[Rows * 3 * 5], Rows, 3, 5),
        new Tensor(new float[Rows * 64], Rows, 1, 8, 8),
    ];

    private sealed class Listener : EventListener
    {
        private readonly ConcurrentQueue<EventWrittenEventArgs> _events = new();

        public IReadOnlyCollection<EventWrittenEventArgs> Events => _events;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "DLCompiler") EnableEvents(eventSource, EventLevel.Informational);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName == "Kernel") _events.Enqueue(eventData);
        }
    }
}
