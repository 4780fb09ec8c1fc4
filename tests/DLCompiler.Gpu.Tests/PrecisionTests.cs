using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Networks;
using DLCompiler.Models.Tests.Support;
using DLCompiler.Testing;

namespace DLCompiler.Gpu.Tests;

/// <summary>Models that store activations and weights in 16 bits against floats on the CPU.</summary>
[Collection(GpuCollection.Name)]
public class PrecisionTests(GpuFixture gpu)
{
    private const int Batch = 5;

    /// <summary>
    /// Errors are those of a tensor as a whole, √Σ(a − b)² to √Σb². A value that is stored moves by a quarter of a step on the
    /// average; some ten such roundings in a row that have nothing to do with each other add up to a step.
    /// </summary>
    private const double ResultSteps = 2;

    /// <summary>
    /// Gradients, all of a network as one, pass twice as many roundings, and maxima and ReLUs that choose otherwise for numbers
    /// that are near.
    /// </summary>
    private const double GradientSteps = 12;

    /// <summary>
    /// In networks of many ReLUs and maxima over batch-normalised values of a batch of two or three, other choices are the error:
    /// as many as there are numbers within a step of another, each of which changes a gradient by all of it. So it goes with the
    /// root of a step: 4.2 √step and 1.8 √step in these two, in either precision.
    /// </summary>
    private const double ChoiceRoots = 6;

    private static readonly string[] Choosing = ["MobileNet", "UNet"];

    public static TheoryData<string> Names =>
    [
        .. Samples.All.Select(s => s.Source.Name),
        .. RoutineSamples.All.Select(r => r.Sample.Source.Name),
        .. PublishedNetwork.All.Where(n => n.Model != "ResNet").Select(n => n.Name),
        .. Enumerable.Range(0, Precisions.RandomNetworks).Select(GpuFixture.RandomName),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Networks_of_halves_are_near_those_of_the_CPU(string name) => Compare(Precision.Half, name);

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Category", "Slow")]
    public void Networks_of_bfloats_are_near_those_of_the_CPU(string name) => Compare(Precision.BFloat16, name);

    /// <summary>Not floats that were converted for them.</summary>
    [Theory]
    [InlineData(Precision.Half, "Halves")]
    [InlineData(Precision.BFloat16, "BFloats")]
    public void Routines_take_activations_as_they_are_stored(Precision precision, string pointer)
    {
        foreach (var (sample, calls) in RoutineSamples.All)
        {
            string code = string.Concat(
                ModelCompiler.Compile(GpuFixture.Options, Precisions.With(precision, sample.Source.Text)).Files.Select(f => f.Text));
            Assert.All(
                calls, call => Assert.Contains(call.Replace("P", pointer, StringComparison.Ordinal), code, StringComparison.Ordinal));
        }
    }

    /// <summary>All halves there and back, and what lies between two of them, on a tie and beside it.</summary>
    [Fact]
    public void Numbers_are_rounded_to_the_nearest()
    {
        object model = Precisions.Of(Precision.Half).Create("Mlp").Instance;
        var toHalf = Precisions.Library<Func<float, ushort>>(model, "Rounding", "ToHalf");
        var toBFloat = Precisions.Library<Func<float, ushort>>(model, "Rounding", "ToBFloat");
        var ofBFloat = Precisions.Library<Func<ushort, float>>(model, "Rounding", "OfBFloat");
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float half = (float)BitConverter.UInt16BitsToHalf((ushort)bits), narrow = ofBFloat((ushort)bits);
            Check(half);
            Check(narrow);
            float next = (float)BitConverter.UInt16BitsToHalf((ushort)(bits ^ 1)), tie = (half + next) / 2;
            Check(tie);
            Check(MathF.BitIncrement(tie));
            Check(MathF.BitDecrement(tie));
            Check(BitConverter.UInt32BitsToSingle(((uint)bits << 16) | 0x8000));
            Check(BitConverter.UInt32BitsToSingle(((uint)bits << 16) | 0x8001));
        }

        Check(65519.99f);
        Check(65520f);

        void Check(float value)
        {
            if (float.IsNaN(value))
            {
                Assert.True(Half.IsNaN(BitConverter.UInt16BitsToHalf(toHalf(value))) && float.IsNaN(ofBFloat(toBFloat(value))));
                return;
            }

            Assert.Equal(Precisions.Nearest(Precision.Half, value), toHalf(value));
            Assert.Equal(Precisions.Nearest(Precision.BFloat16, value), toBFloat(value));
        }
    }

    [Theory]
    [InlineData(Precision.Half)]
    [InlineData(Precision.BFloat16)]
    public void Emitted_kernels_keep_to_what_ILGPU_takes(Precision precision)
    {
        var sources = Precisions.Sources.Select(s => Precisions.With(precision, s.Text));
        var compilation = ModelCompiler.Compile(GpuFixture.Options, [.. sources]).Compilation;
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
        Assert.Empty(KernelRules.Check(compilation, out int methods));
        Assert.True(methods > 500, $"{methods} methods were looked at.");
    }

    private void Compare(Precision precision, string name)
    {
        var (inputs, all, sizes) = Arguments(name);
        var model = Precisions.Of(precision).Create(name);
        using var device = new CompiledGpu(model, gpu.Accelerator, new Sgd(0), device: new GpuOptions { LossScale = 64 });
        int[] lengths = [.. model.EagerForward(inputs).Select(r => r.Count)];
        float[][] expected = model.Predict(inputs, sizes, lengths), actual = device.Predict(inputs, sizes, lengths);
        double allowed = ResultSteps * Precisions.Step(precision);
        for (int i = 0; i < lengths.Length; i++) AssertNear($"result {i}", Widen(actual[i]), Widen(expected[i]), allowed, 1e-3);

        var trainer = model.CreateTrainer();
        double loss = trainer.Gradients(all, sizes);
        AssertNear("loss", [device.Gradients(all, sizes)], [loss], allowed, 0.1);
        string[] trained = [.. model.Trained];
        AssertNear(
            "gradient", [.. trained.SelectMany(device.Gradient)], [.. trained.SelectMany(trainer.Gradient)],
            Array.Exists(Choosing, n => name.EndsWith(n, StringComparison.Ordinal))
                ? ChoiceRoots * Math.Sqrt(Precisions.Step(precision))
                : GradientSteps * Precisions.Step(precision),
            1e-3);
    }

    private static (List<Argument> Inputs, List<Argument> All, IReadOnlyDictionary<string, int> Sizes) Arguments(string name)
    {
        if (Samples.All.Concat(RoutineSamples.All.Select(r => r.Sample)).FirstOrDefault(s => s.Source.Name == name) is { } sample)
            return (sample.Arguments(Batch, false), sample.Arguments(Batch, true), Sample.Sizes(Batch));
        if (PublishedNetwork.All.FirstOrDefault(n => n.Name == name) is { } network)
            return (network.Arguments(false), network.Arguments(true), network.Sizes);
        int seed = Enumerable.Range(0, Precisions.RandomNetworks).Single(s => GpuFixture.RandomName(s) == name);
        var random = RandomNetwork.Create(seed);
        return (random.Arguments(Batch, false), random.Arguments(Batch, true), Network.Sizes(Batch));
    }

    private static void AssertNear(string what, double[] actual, double[] expected, double allowed, double scale)
    {
        double error = Size([.. actual.Zip(expected, (a, b) => a - b)]) / Math.Max(Size(expected), scale);
        Assert.True(error <= allowed, $"{what} is {error:G3} off, allowed is {allowed:G3}.");
    }

    private static double Size(double[] values) => Math.Sqrt(values.Sum(v => v * v));

    private static double[] Widen(float[] values) => Array.ConvertAll(values, v => (double)v);
}
