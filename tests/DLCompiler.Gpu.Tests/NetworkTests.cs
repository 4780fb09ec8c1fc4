using DLCompiler.Conformance;
using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Networks;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Gpu.Tests;

/// <summary>Networks of many kinds against the CPU: results, gradients, and training runs.</summary>
[Collection(GpuCollection.Name)]
public class NetworkTests(GpuFixture gpu)
{
    private const double Tolerance = 1e-4;
    private const int Batch = 5;
    private const string Large = "ResNet";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, GpuFixture.RandomNetworks)];

    public static TheoryData<string> Names => [.. Samples.All.Select(s => s.Source.Name)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_networks_are_the_same(int seed)
    {
        var network = RandomNetwork.Create(seed);
        Check(GpuFixture.RandomName(seed), network.Arguments(Batch, false), network.Arguments(Batch, true), Network.Sizes(Batch));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_are_the_same(string name)
    {
        var sample = Samples.All.Single(s => s.Source.Name == name);
        Check(name, sample.Arguments(Batch, false), sample.Arguments(Batch, true), Sample.Sizes(Batch));
    }

    public static TheoryData<string> Published => [.. PublishedNetwork.All.Select(n => n.Model).Where(n => n != Large)];

    [Theory]
    [MemberData(nameof(Published))]
    public void Published_networks_are_the_same(string name)
    {
        var network = PublishedNetwork.All.Single(n => n.Model == name);
        Check(network.Name, network.Arguments(false), network.Arguments(true), network.Sizes);
    }

    /// <summary>ResNet-18, which takes a minute or two where threads of a group are threads.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void A_large_network_is_the_same() => Published_networks_are_the_same(Large);

    private void Check(
        string name, List<Argument> inputs, List<Argument> all, IReadOnlyDictionary<string, int> sizes)
    {
        var model = gpu.All.Create(name);
        using var device = new CompiledGpu(model, gpu.Accelerator, new Sgd(0));
        int[] lengths = [.. model.EagerForward(inputs).Select(r => r.Count)];
        float[][] expected = model.Predict(inputs, sizes, lengths), actual = device.Predict(inputs, sizes, lengths);
        double scale = Metric.Scale([.. expected.Select(Widen), [1]]);
        for (int i = 0; i < lengths.Length; i++)
            Metric.AssertNear($"{name}: result {i}", Widen(actual[i]), Widen(expected[i]), Tolerance, scale);

        var trainer = model.CreateTrainer();
        double loss = trainer.Gradients(all, sizes);
        Metric.AssertNear($"{name}: loss", [device.Gradients(all, sizes)], [loss], Tolerance, 1e-3 * all.Sum(a => a.Values.Length));
        scale = Metric.Scale([.. model.Trained.Select(trainer.Gradient), [1]]);
        foreach (string parameter in model.Trained)
            Metric.AssertNear($"{name}: {parameter}", device.Gradient(parameter), trainer.Gradient(parameter), 10 * Tolerance, scale);
    }

    private static double[] Widen(float[] values) => Array.ConvertAll(values, v => (double)v);
}
