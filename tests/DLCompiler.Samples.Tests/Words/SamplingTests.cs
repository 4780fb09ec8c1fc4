namespace DLCompiler.Samples.Words.Tests;

public class SamplingTests
{
    /// <summary>Probabilities 0.1, 0.4, 0.2, 0.3.</summary>
    private static readonly float[] Logits = [.. new[] { 0.1, 0.4, 0.2, 0.3 }.Select(p => (float)Math.Log(p))];

    [Fact]
    public void DrawsAsTheNetworkThinks() => Near([0.1, 0.4, 0.2, 0.3], new Sampling());

    [Fact]
    public void TemperatureSharpensOrFlattens()
    {
        Near([0, 1, 0, 0], new Sampling(0));
        Near([0.01 / 0.3, 0.16 / 0.3, 0.04 / 0.3, 0.09 / 0.3], new Sampling(0.5));
        Near([0.25, 0.25, 0.25, 0.25], new Sampling(1e9));
    }

    [Fact]
    public void TopKKeepsTheLikeliest()
    {
        Near([0, 0.4 / 0.7, 0, 0.3 / 0.7], new Sampling(TopK: 2));
        Near([0.1, 0.4, 0.2, 0.3], new Sampling(TopK: 9));
    }

    [Fact]
    public void TheNucleusIsTheLeastThatIsProbableEnough()
    {
        Near([0, 1, 0, 0], new Sampling(TopP: 0.35));
        Near([0, 0.4 / 0.7, 0, 0.3 / 0.7], new Sampling(TopP: 0.6));
        Near([0, 0.4 / 0.9, 0.2 / 0.9, 0.3 / 0.9], new Sampling(TopP: 0.75));
    }

    [Fact]
    public void DrawsEachSignAsOftenAsItIsProbable()
    {
        var random = new Random(1);
        var sampling = new Sampling(TopK: 3);
        var counts = new double[4];
        const int Draws = 20000;
        for (int i = 0; i < Draws; i++) counts[sampling.Draw(Logits, random)]++;
        Assert.Equal(0, counts[0]);
        double[] expected = sampling.Probabilities(Logits);
        for (int sign = 1; sign < 4; sign++) Assert.Equal(expected[sign], counts[sign] / Draws, 0.02);
    }

    private static void Near(double[] expected, Sampling sampling)
    {
        double[] actual = sampling.Probabilities(Logits);
        for (int sign = 0; sign < expected.Length; sign++) Assert.Equal(expected[sign], actual[sign], 1e-6);
    }
}
