using DLCompiler.Compiler.Ops;
using DLCompiler.Conformance;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Models;

/// <summary>
/// Recurrent networks of any length: compiled code against eager code, with dropout between layers, and against
/// differences.
/// </summary>
[Collection(ModelsCollection.Name)]
public class RecurrentTests(ModelsFixture fixture)
{
    private const string Inputs = "x: [N, T, 3]; lengths: int[N] < 2";

    internal static readonly ModelSource Source = new("Recurrent", """
        [Model]
        public partial class Recurrent
        {
            [Lstm(6, Layers = 3, Bidirectional = true, Dropout = 0.5f)]
            private partial (Tensor Output, Tensor Hidden, Tensor Cell) Read(Tensor x);

            [Gru(5, Bidirectional = true, Dropout = 0.5f)]
            private partial (Tensor Output, Tensor State) Ragged(Tensor x, IntTensor lengths);

            [Forward]
            private Tensor Forward([Shape("N", "T", 3)] Tensor x, [Shape("N")] IntTensor lengths)
            {
                var (output, hidden, cell) = Read(x);
                var ragged = Ragged(output, lengths);
                var ends = Sum(hidden * cell, axes: [0, 2]) + Sum(ragged.State, axes: [0, 2]);
                return Mean(ragged.Output, axis: 1) + Unsqueeze(ends, -1);
            }

            [Loss]
            private static Tensor Loss(Tensor result) => Mean(Square(result));
        }
        """);

    /// <summary>One build takes every length.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(3, 7)]
    [InlineData(2, 33)]
    [InlineData(17, 5)]
    public void AnyLength(int batch, int steps)
    {
        var model = fixture.All.Create(Source.Name);
        var (arguments, sizes) = Arguments(batch, steps);
        var expected = model.EagerForward(arguments)[0];
        Widths.ForEach(bits =>
        {
            float[] actual = model.Predict(arguments, sizes, expected.Count)[0];
            Metric.AssertNear($"{bits} bits", [.. actual], expected.Values, 1e-5);
        });
        var trainer = model.CreateTrainer(new Sgd(0), new TrainerOptions { Seed = 5 });
        for (int step = 0; step < 3; step++)
        {
            double loss = trainer.Step(arguments, sizes);
            Metric.AssertNear($"step {step}", [loss], [model.EagerLoss(arguments, seed: 5, step: step)], 1e-5);
        }
    }

    [Fact]
    public void Gradients()
    {
        var model = fixture.All.Create(Source.Name);
        var (arguments, sizes) = Arguments(3, 4);
        var trainer = model.CreateTrainer();
        trainer.Gradients(arguments, sizes);
        foreach (string parameter in model.Trained)
        {
            var (indices, values) = Differences.Of(model, arguments, parameter, most: 4);
            double[] gradient = trainer.Gradient(parameter);
            Metric.AssertNear(parameter, [.. indices.Select(i => gradient[i])], values, 1e-3, Metric.Scale([values, [1e-2]]));
        }
    }

    [Fact]
    public void NoStepIsRefused()
    {
        var model = fixture.All.Create(Source.Name);
        var (arguments, sizes) = Arguments(2, 0);
        var error = Assert.Throws<ModelShapeException>(() => model.Predict(arguments, sizes, 20));
        Assert.Contains("'x' is [N, T, 3] but got", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.EagerForward(arguments));
        Assert.Throws<ModelShapeException>(() => model.CreateTrainer().Step(arguments, sizes));
    }

    private static (List<Argument> Arguments, Dictionary<string, int> Sizes) Arguments(int batch, int steps)
    {
        var sizes = new Dictionary<string, int> { ["N"] = batch, ["T"] = steps };
        var numbers = new Numbers(batch + steps);
        List<Argument> arguments = [.. CaseInputs.Parse(Inputs).Select(i => Argument.Of(i, sizes, numbers))];
        int[] lengths = (int[])arguments[1].Values;
        for (int i = 0; i < batch; i++) lengths[i] = steps * (i + 1) / batch;
        return (arguments, sizes);
    }
}
