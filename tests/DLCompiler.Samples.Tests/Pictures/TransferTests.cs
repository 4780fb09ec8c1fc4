namespace DLCompiler.Samples.Tests;

/// <summary>Transfer between the embedded digits, in a shortened run.</summary>
public class TransferTests
{
    [Fact]
    public void BeatsTheSameNetworkFromScratch()
    {
        using var console = new PlainConsole();
        var job = new TransferJob { Few = 2, SourceEpochs = 15, FewEpochs = 40, Draws = 3 };
        Score[] scores = job.Run(console.Console, PictureData.Digits(), seed: 0);
        Assert.True(scores[1].Mean > scores[0].Mean, console.Text);
        Assert.Contains(
            "missing in the file (2): TargetHead.weight, TargetHead.bias", console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawsAsManyOfEachClass()
    {
        var few = PictureData.Draw(PictureData.Digits().Training, perClass: 3, seed: 1);
        Assert.Equal(
            Enumerable.Range(0, 10).SelectMany(label => Enumerable.Repeat(label, 3)), few.Ints("label").Order());
    }

    [Fact]
    public void NumbersTheClassesInTheirOrder()
    {
        var part = PictureData.OfClasses(PictureData.Digits().Test, 7, 2);
        Assert.Equal([0, 1], part.Ints("label").Distinct().Order());
    }
}
