using DLCompiler.Compiler.Ops;
using DLCompiler.Conformance;
using DLCompiler.Models.Tests.Support;
using DLCompiler.Testing;

namespace DLCompiler.Models.Tests.Ops;

/// <summary>Every case of every op, compiled, against its own eager code, at every vector width.</summary>
[Collection(ModelsCollection.Name)]
public class OpTests(ModelsFixture models)
{
    private static readonly int[] Batches = [1, 3, 17];

    public static TheoryData<string> Working => Names(c => c.Fails is null);

    public static TheoryData<string> Differentiable =>
        Names(OpModels.IsTrained);

    [Theory]
    [MemberData(nameof(Working))]
    public void Results_are_those_of_eager_code(string name)
    {
        var use = OpModels.Find(name);
        var model = models.All.Create(name);
        foreach (int batch in Batches)
        {
            var sizes = Sizes(batch);
            var arguments = OpModels.Arguments(use, sizes, training: false);
            var expected = model.EagerForward(arguments)[0];
            Widths.ForEach(bits => Metric.AssertNear(
                $"{use.Expression}, N = {batch}, {bits} bits",
                [.. model.Predict(arguments, sizes, expected.Count)[0]],
                expected.Values,
                Metric.Forward));
        }
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_are_central_differences(string name)
    {
        var use = OpModels.Find(name);
        var model = models.All.Create(OpModels.TrainedName(name));
        foreach (int batch in Batches)
        {
            var sizes = Sizes(batch);
            var arguments = OpModels.Arguments(use, sizes, training: true);
            var expected = model.Trained.ToDictionary(p => p, p => Differences.Of(model, arguments, p));
            double scale = Metric.Scale([.. expected.Values.Select(e => e.Values), [1]]);
            double sizeOfSum = Math.Sqrt(arguments[^1].Values.Length);
            var trainer = model.CreateTrainer();
            Widths.ForEach(bits =>
            {
                string what = $"{use.Expression}, N = {batch}, {bits} bits";
                double loss = trainer.Gradients(arguments, sizes);
                Metric.AssertNear(what, [loss], [model.EagerLoss(arguments)], Metric.Forward, sizeOfSum);
                foreach (var (parameter, (indices, values)) in expected)
                {
                    double[] gradient = trainer.Gradient(parameter);
                    double[] checkedOnes = [.. indices.Select(i => gradient[i])];
                    Metric.AssertNear($"{what}: {parameter}", checkedOnes, values, Metric.Backward, scale);
                }
            });
        }
    }

    [Theory]
    [MemberData(nameof(Working))]
    public void NaN_is_passed_through_where_eager_code_does(string name)
    {
        const int Batch = 17;
        var use = OpModels.Find(name);
        var arguments = OpModels.Arguments(use, Sizes(Batch), training: false);
        foreach (var argument in arguments)
        {
            if (argument.Values is float[] values) values[values.Length / 2] = float.NaN;
        }

        var model = models.All.Create(name);
        var expected = model.EagerForward(arguments)[0];
        Widths.ForEach(bits => Assert.Equal(
            expected.Values.ToArray().Select(double.IsNaN),
            model.Predict(arguments, Sizes(Batch), expected.Count)[0].Select(float.IsNaN)));
    }

    [Fact]
    public void Failing_cases_give_their_rule()
    {
        var failing = OpModels.All.Where(c => c.Case.Fails is not null).ToList();
        var found = ModelCompiler.Compile([.. failing.Select(c => OpModels.Plain(c.Name, c.Case).Text)]).Diagnostics
            .ToLookup(d => d.Location.SourceTree?.FilePath, d => d.Id);
        Assert.All(failing.Index(), c =>
        {
            var (index, (_, use)) = c;
            string rules = string.Join(", ", found[$"Source{index}.cs"]);
            Assert.Equal((use.Expression, use.Fails), (use.Expression, rules));
        });
    }

    [Fact]
    public void Emitting_twice_gives_the_same_text() =>
        Assert.Equal(ModelAssembly.GeneratedTexts(OpModels.Sources), ModelAssembly.GeneratedTexts(OpModels.Sources));

    private static Dictionary<string, int> Sizes(int batch) => new() { ["N"] = batch, ["T"] = 5 };

    private static TheoryData<string> Names(Func<OpCase, bool> filter) =>
        [.. OpModels.All.Where(c => filter(c.Case)).Select(c => c.Name)];
}
