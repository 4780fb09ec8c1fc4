using DLCompiler.Compiler.Ops;
using DLCompiler.Conformance;
using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Ops;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Gpu.Tests;

/// <summary>Every case of every op, forward and backward, against the CPU.</summary>
[Collection(GpuCollection.Name)]
public class OpTests(GpuFixture gpu)
{
    private const double Tolerance = 1e-4;

    private static readonly int[] Batches = [1, 3, 17];

    public static TheoryData<string> Working => [.. OpModels.All.Where(c => c.Case.Fails is null).Select(c => c.Name)];

    public static TheoryData<string> Differentiable => [.. OpModels.All.Where(c => OpModels.IsTrained(c.Case)).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Working))]
    public void Results_are_those_of_the_CPU(string name)
    {
        var use = OpModels.Find(name);
        var model = gpu.All.Create(name);
        using var device = new CompiledGpu(model, gpu.Accelerator);
        foreach (int batch in Batches)
        {
            var sizes = Sizes(batch);
            var arguments = OpModels.Arguments(use, sizes, training: false);
            int count = model.EagerForward(arguments)[0].Count;
            float[] expected = model.Predict(arguments, sizes, count)[0];
            float[] actual = device.Predict(arguments, sizes, count)[0];
            Metric.AssertNear($"{use.Expression}, N = {batch}", Widen(actual), Widen(expected), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_are_those_of_the_CPU(string name)
    {
        var use = OpModels.Find(name);
        var model = gpu.All.Create(OpModels.TrainedName(name));
        using var device = new CompiledGpu(model, gpu.Accelerator, new Sgd(0));
        foreach (int batch in Batches)
        {
            var sizes = Sizes(batch);
            var arguments = OpModels.Arguments(use, sizes, training: true);
            var trainer = model.CreateTrainer();
            string what = $"{use.Expression}, N = {batch}";
            double expected = trainer.Gradients(arguments, sizes), actual = device.Gradients(arguments, sizes);
            Metric.AssertNear(what, [actual], [expected], Tolerance, Math.Sqrt(arguments[^1].Values.Length));
            double scale = Metric.Scale([.. model.Trained.Select(trainer.Gradient), [4]]);
            foreach (string parameter in model.Trained)
                Metric.AssertNear($"{what}: {parameter}", device.Gradient(parameter), trainer.Gradient(parameter), Tolerance, scale);
        }
    }

    private static Dictionary<string, int> Sizes(int batch) => new() { ["N"] = batch, ["T"] = 5 };

    private static double[] Widen(float[] values) => Array.ConvertAll(values, v => (double)v);
}
