namespace DLCompiler.Conformance.Compiled;

/// <summary>Recurrent layers against PyTorch's, compiled and eager, with padding that holds anything.</summary>
public class RecurrentTests
{
    private static readonly Fixtures Expected = Fixtures.Of("recurrent");

    private static readonly string[] Layers =
        [.. Expected.Names.Where(n => n.EndsWith(".out", StringComparison.Ordinal)).Select(n => n[..^4])];

    private static readonly int[] Lengths = Expected.Integers("lengths");

    private static float[] Weight => [.. Layers.SelectMany(layer => Expected.Floats($"{layer}.weight")).Select(w => (float)w)];

    [Fact]
    public void Results()
    {
        float[] result = new float[Weight.Length];
        Model().Predict(Lengths, result);
        CheckParts(ModelParts.Widen(result), Metric.Forward);
    }

    [Fact]
    public void Gradients()
    {
        var trainer = Model().CreateTrainer(new Sgd());
        double loss = trainer.Gradients(Lengths, Weight);
        double expected = Layers.Sum(l => Expected.Floats($"{l}.out").Zip(Expected.Floats($"{l}.weight"), (y, w) => y * w).Sum());
        Metric.AssertNear("loss", [loss], [expected], Metric.Backward);
        foreach (string layer in Layers)
        {
            string[] names = Under(layer, "grad");
            double scale = Metric.Scale(names.Select(n => Expected.Floats($"{layer}.grad.{n}")));
            foreach (string name in names)
            {
                double[] actual = ModelParts.Widen(trainer.Gradient(StoreName(layer, name)));
                Metric.AssertNear(
                    $"{layer}.{name}", actual, Expected.Floats($"{layer}.grad.{name}"), Metric.Backward, scale);
            }
        }
    }

    [Fact]
    public void Eager() =>
        CheckParts(Model().Eager.Forward(new IntTensor(Lengths, Lengths.Length)).Values.ToArray(), 1e-7);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e30)]
    public void PaddingChangesNothing(double garbage)
    {
        float[] weight = Weight, expected = new float[weight.Length], actual = new float[weight.Length];
        var (clean, padded) = (Model(), Model());
        string[] ragged = [.. Layers.Where(l => l.StartsWith("Ragged", StringComparison.Ordinal)).Select(l => $"{l}X")];
        foreach (string x in ragged) Pad(padded, x, garbage);
        clean.Predict(Lengths, expected);
        padded.Predict(Lengths, actual);
        Assert.Equal(expected, actual);
        Assert.Equal(
            clean.Eager.Forward(new IntTensor(Lengths, Lengths.Length)).Values,
            padded.Eager.Forward(new IntTensor(Lengths, Lengths.Length)).Values);

        var (before, after) = (clean.CreateTrainer(new Sgd()), padded.CreateTrainer(new Sgd()));
        Assert.Equal(before.Gradients(Lengths, weight), after.Gradients(Lengths, weight));
        foreach (var parameter in clean.Parameters.All)
            Assert.Equal(before.Gradient(parameter.Name).ToArray(), after.Gradient(parameter.Name).ToArray());
        foreach (string x in ragged) CheckPadding(x, after.Gradient(x), value => value == 0);
    }

    [Fact]
    public void LengthsOutOfRangeAreRefused()
    {
        var model = Model();
        float[] result = new float[Weight.Length];
        foreach (int wrong in new[] { -1, 5 })
        {
            Assert.ThrowsAny<ArgumentException>(() => model.Predict([4, wrong, 1], result));
            Assert.ThrowsAny<ArgumentException>(() => model.Eager.Forward(new IntTensor([4, wrong, 1], 3)));
        }

        model.Predict([4, 0, 1], result);
        Assert.All(result, value => Assert.True(float.IsFinite(value)));
    }

    private static RecurrentModel Model()
    {
        var model = new RecurrentModel();
        foreach (string layer in Layers)
        {
            foreach (string name in Under(layer, "in"))
                ModelParts.Set(model, StoreName(layer, name), Expected.Floats($"{layer}.in.{name}"));
            foreach (string name in Under(layer, "value"))
                ModelParts.Set(model, StoreName(layer, name), Expected.Floats($"{layer}.value.{name}"));
        }

        return model;
    }

    private static void Pad(RecurrentModel model, string x, double garbage)
    {
        double[] values = ModelParts.Get(model, x);
        CheckPadding(x, values.Select(v => (float)v).ToArray(), _ => true, i => values[i] = garbage);
        ModelParts.Set(model, x, values);
    }

    /// <summary>Looks at each element of the padding.</summary>
    private static void CheckPadding(
        string name, ReadOnlySpan<float> x, Func<float, bool> isRight, Action<int>? visit = null)
    {
        int steps = 4, size = x.Length / Lengths.Length / steps;
        for (int i = 0; i < x.Length; i++)
        {
            if (i / size % steps < Lengths[i / size / steps]) continue;
            Assert.True(isRight(x[i]), $"{name}[{i}] is {x[i]}.");
            visit?.Invoke(i);
        }
    }

    private static void CheckParts(double[] result, double tolerance)
    {
        int start = 0;
        foreach (string layer in Layers)
        {
            double[] expected = Expected.Floats($"{layer}.out");
            Metric.AssertNear(layer, result.AsSpan(start, expected.Length), expected, tolerance);
            start += expected.Length;
        }

        Assert.Equal(start, result.Length);
    }

    /// <summary>Inputs are parameters of the model, called <c>MemoryX</c> for the layer <c>Memory</c>.</summary>
    private static string StoreName(string layer, string name) =>
        char.IsUpper(name[0]) ? layer + name : $"{layer}.{name}";

    private static string[] Under(string layer, string kind)
    {
        string prefix = $"{layer}.{kind}.";
        return
        [
            .. Expected.Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..]),
        ];
    }
}
