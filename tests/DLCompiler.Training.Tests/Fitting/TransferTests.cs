namespace DLCompiler.Training.Tests.Fitting;

public class TransferTests
{
    [Fact]
    public void Frozen_parameters_stay_while_the_others_train()
    {
        var model = new SpiralNet(seed: 2);
        Assert.Equal(["First.weight", "First.bias", "Center.weight", "Center.bias"], model.Freeze("First.*", "Center.*"));
        float[] frozen = model.Store.Span(0).ToArray(), free = Values(model, "Classify.weight");
        var trainer = Spirals.Trainer(model);
        var options = new FitOptions { Epochs = 1, ShowsProgress = false };
        trainer.Fit(Spirals.Points(), null, options);
        Assert.Equal(frozen, model.Store.Span(0).ToArray());
        Assert.All(trainer.Gradient("First.weight").ToArray(), g => Assert.Equal(0, g));
        Assert.NotEqual(free, Values(model, "Classify.weight"));

        model.Unfreeze("First.weight");
        Assert.Equal(["First.bias", "Center.weight", "Center.bias"], model.Frozen());
        trainer.Fit(Spirals.Points(), null, options);
        Assert.NotEqual(frozen, model.Store.Span(0).ToArray());
    }

    [Fact]
    public void A_frozen_middle_leaves_the_neighbours_alone()
    {
        var (whole, part) = (new SpiralNet(seed: 2), new SpiralNet(seed: 2));
        part.Freeze("Second.*");
        var (points, labels) = (Spirals.Points().Floats("point"), Spirals.Points().Ints("label"));
        whole.CreateTrainer(new AdamW(1e-2f, weightDecay: 0.1f)).Step(points, labels);
        part.CreateTrainer(new AdamW(1e-2f, weightDecay: 0.1f)).Step(points, labels);
        foreach (var parameter in whole.Store.Parameters)
        {
            bool isFrozen = parameter.Name.StartsWith("Second.", StringComparison.Ordinal);
            if (isFrozen) Assert.Equal(Values(new SpiralNet(seed: 2), parameter.Name), Values(part, parameter.Name));
            else Assert.Equal(Values(whole, parameter.Name), Values(part, parameter.Name));
        }
    }

    [Fact]
    public void A_pattern_that_means_nothing_is_refused() =>
        Assert.Equal(
            "SpiralNet has no trained parameter 'Thrid.*'. (Parameter 'patterns')",
            Assert.Throws<ArgumentException>(() => new SpiralNet().Freeze("First.*", "Thrid.*")).Message);

    [Fact]
    public void What_matches_is_read_and_the_rest_is_told()
    {
        using var folder = new TemporaryFolder();
        string path = folder["other.safetensors"];
        float[] weight = [.. Enumerable.Range(0, 64).Select(i => (float)i)];
        SafetensorsFile.Write(
            path,
            [("net.0.weight", [32, 2]), ("net.0.bias", [32]), ("net.1.weight", [16]), ("head.weight", [2, 32])],
            i => weight.AsSpan(0, i switch { 0 or 3 => 64, 1 => 32, _ => 16 }),
            []);
        var model = new SpiralNet(seed: 2);
        var names = new Dictionary<string, string> { ["First.*"] = "net.0.*", ["Center.*"] = "net.1.*" };
        var report = model.LoadMatching(path, names);
        Assert.Equal(["First.weight", "First.bias"], report.Matched);
        Assert.Equal(["Center.weight [32] ('net.1.weight' is F32 [16])"], report.Different);
        Assert.Contains("Center.bias", report.Missing);
        Assert.Equal(["head.weight"], report.Unused);
        Assert.False(report.IsComplete);
        Assert.Equal(weight, Values(model, "First.weight"));
        Assert.StartsWith("read (2): First.weight, First.bias\nmissing in the file (", report.ToString(), StringComparison.Ordinal);

        model.Save(path);
        Assert.True(new SpiralNet().LoadMatching(path).IsComplete);
    }

    private static float[] Values(IModel model, string name) => model.Store.Span(model.Store.IndexOf(name)).ToArray();
}
