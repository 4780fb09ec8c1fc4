namespace DLCompiler.Samples.Tests;

/// <summary>The autoencoder on the handwritten digits, in a shortened run; and what its numbers are made of.</summary>
public class AutoencoderTests
{
    [Fact]
    public void BeatsItsBaselines()
    {
        using var console = new PlainConsole();
        var job = new AutoencoderJob { Epochs = 60, LeftOut = [0] };
        AutoencoderJob.Result result = job.Run(console.Console, PictureData.Digits(), seed: 0);
        Assert.True(result.CodePurity > result.PixelPurity, console.Text);
        Assert.True(result.CodeAuc[0] > result.MeanAuc[0], console.Text);
        Assert.Contains("epoch 60/60", console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void FindsGroupsThatAreFarApart()
    {
        var random = new Random(1);
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        float[] points = [.. labels.SelectMany(label => new[] { (10f * label) + random.NextSingle(), 0 })];
        int[] groups = KMeans.Groups(points, width: 2, groups: 3, seed: 0);
        Assert.Equal(1, Purity.Of(groups, labels));
        Assert.Equal(3, groups.Distinct().Count());
    }

    [Fact]
    public void PurityIsTheShareOfEachGroupsMostFrequentClass() =>
        Assert.Equal(0.6, Purity.Of([0, 0, 0, 1, 1], [7, 7, 8, 8, 9]), 1e-12);

    [Fact]
    public void EvenLightIsTheSameOfADarkAndALightPicture()
    {
        float[] light = PictureData.Digits().Test.Take(..20).Floats("image");
        float[] dark = [.. light.Select(pixel => pixel / 4)];
        float[] even = Light.Even(light);
        Assert.All(even.Zip(Light.Even(dark)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(even, pixel => Assert.InRange(pixel, 0, 1));
        Assert.All(Light.Even(new float[PictureData.Area]), pixel => Assert.Equal(0, pixel));
    }
}
