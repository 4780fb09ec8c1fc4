using DLCompiler.Conformance;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Networks;

/// <summary>Compares a compiled network with its eager code.</summary>
internal static class NetworkCheck
{
    // Ten times what single ops get: rounding adds up over the ops of a network.
    private const double Forward = 1e-4;
    private const double Backward = 1e-3;
    private static readonly int[] Batches = [1, 5, 17];
    private const int GradientBatch = 3;

    /// <summary>What is wrong with a network; null for nothing.</summary>
    public static string? Failure(ModelAssembly models, string name, Network network)
    {
        try
        {
            var model = models.Create(name);
            foreach (int batch in Batches) CheckResults(model, network, batch);
            CheckGradients(model, network);
            return null;
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or InvalidOperationException
            or ArgumentException or IndexOutOfRangeException)
        {
            return e.Message;
        }
    }

    private static void CheckResults(CompiledModel model, Network network, int batch)
    {
        var arguments = network.Arguments(batch, training: false);
        var expected = model.EagerForward(arguments);
        double scale = Metric.Scale([.. expected.Select(e => e.Values.ToArray()), [1]]);
        Widths.ForEach(bits =>
        {
            var actual = model.Predict(arguments, Network.Sizes(batch), [.. expected.Select(e => e.Count)]);
            for (int i = 0; i < actual.Length; i++)
            {
                string what = $"N = {batch}, {bits} bits: result {i}";
                Metric.AssertNear(what, [.. actual[i]], expected[i].Values, Forward, scale);
            }
        });
    }

    private static void CheckGradients(CompiledModel model, Network network)
    {
        var arguments = network.Arguments(GradientBatch, training: true);
        var trainer = model.CreateTrainer();
        double loss = trainer.Gradients(arguments, Network.Sizes(GradientBatch));
        double scale = 1e-3 * arguments.Sum(a => a.Values.Length);
        Metric.AssertNear("loss", [loss], [model.EagerLoss(arguments)], Forward, scale);
        var expected = model.Trained.ToDictionary(p => p, p => Differences.Of(model, arguments, p, most: 8));
        scale = Metric.Scale([.. expected.Values.Select(e => e.Values), [1]]);
        foreach (var (parameter, (indices, values)) in expected)
        {
            double[] gradient = trainer.Gradient(parameter);
            double[] checkedOnes = [.. indices.Select(i => gradient[i])];
            Metric.AssertNear($"gradient of {parameter}", checkedOnes, values, Backward, scale);
        }
    }
}
