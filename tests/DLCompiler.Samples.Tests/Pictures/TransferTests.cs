namespace DLCompiler.Samples.Tests;

/// <summary>
/// Transfer between the handwritten digits, in a shortened run; by the validation pictures, where there is more to gain than
/// by chance on any machine.
/// </summary>
public class TransferTests
{
    [Fact]
    public void BeatsTheSameNetworkFromScratch()
    {
        using var console = new PlainConsole();
        var job = new TransferJob { SourceEpochs = 15, FewSteps = 100, Draws = 4 };
        Score[] scores = job.Run(console.Console, PictureData.Digits().ForChoices(), seed: 0);
        Assert.True(scores[1].Mean > scores[0].Mean, console.Text);
        Assert.True(scores[2].Mean > scores[0].Mean, console.Text);
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
        var test = PictureData.Digits().Test;
        var part = PictureData.OfClasses(test, 7, 2);
        Assert.Equal([.. test.Ints("label").Where(l => l is 7 or 2).Select(l => l == 7 ? 0 : 1)], part.Ints("label"));
    }

    [Fact]
    public void ChoicesSeeNoTestPicture()
    {
        var digits = PictureData.Digits();
        var choices = digits.ForChoices();
        Assert.Equal(digits.Training.Count, choices.Training.Count + choices.Test.Count);
        Assert.Equal(
            Pictures(digits.Training).Order(StringComparer.Ordinal),
            Pictures(choices.Training).Concat(Pictures(choices.Test)).Order(StringComparer.Ordinal));

        static IEnumerable<string> Pictures(DLCompiler.Data.Dataset data) =>
            data.Floats("image").Chunk(PictureData.Area).Select(pixels => string.Join(' ', pixels));
    }

    /// <summary>The digits stand in the middle of a larger picture, each scanned pixel as four.</summary>
    [Fact]
    public void EnlargesTheDigits()
    {
        float[] scanned = DLCompiler.Data.DataSets.Digits().Data.Take(..2).Floats("image");
        float[] pictures = PictureData.Digits().Training.Take(..2).Floats("image");
        for (int i = 0; i < pictures.Length; i++)
        {
            var (picture, pixel) = Math.DivRem(i, PictureData.Area);
            int y = (pixel / PictureData.Side) - 6, x = (pixel % PictureData.Side) - 6;
            bool inside = y is >= 0 and < 16 && x is >= 0 and < 16;
            Assert.Equal(inside ? scanned[(picture * 64) + (y / 2 * 8) + (x / 2)] : 0, pictures[i]);
        }
    }
}
