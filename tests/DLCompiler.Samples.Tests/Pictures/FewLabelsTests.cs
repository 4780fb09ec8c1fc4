namespace DLCompiler.Samples.Tests;

/// <summary>Few labels of the handwritten digits, in a shortened run.</summary>
public class FewLabelsTests
{
    [Fact]
    public void PicturesWithoutLabelsHelp()
    {
        using var console = new PlainConsole();
        var job = new FewLabelsJob { PerClass = 4, Steps = 240, Draws = 2 };
        Score[] scores = job.Run(console.Console, PictureData.Digits(), seed: 0);
        Assert.True(scores[1].Mean > scores[0].Mean, console.Text);
        Assert.Contains("step  240/240", console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ASingleRunHasNoDeviation() => Assert.True(double.IsNaN(new Score("one", [0.5]).Deviation));
}
