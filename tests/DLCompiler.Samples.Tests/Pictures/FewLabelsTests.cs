namespace DLCompiler.Samples.Tests;

/// <summary>
/// Few labels of the handwritten digits, in a shortened run; by the validation pictures and with two labels a digit, where
/// there is more to gain than by chance on any machine.
/// </summary>
public class FewLabelsTests
{
    [Fact]
    public void PicturesWithoutLabelsHelp()
    {
        using var console = new PlainConsole();
        var job = new FewLabelsJob { PerClass = 2, Steps = 400, Draws = 1 };
        Score[] scores = job.Run(console.Console, PictureData.Digits().ForChoices(), seed: 0);
        Assert.True(scores[1].Mean > scores[0].Mean, console.Text);
        Assert.Contains("step  400/400", console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ASingleRunHasNoDeviation() => Assert.True(double.IsNaN(new Score("one", [0.5]).Deviation));
}
