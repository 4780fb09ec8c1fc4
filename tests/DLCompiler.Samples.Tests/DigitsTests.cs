namespace DLCompiler.Samples.Tests;

public class DigitsTests
{
    [Fact]
    public void HasAllImages()
    {
        ImageSet all = Digits.LoadAll();
        Assert.Equal(1797, all.Count);
        Assert.Equal(1797 * 14 * 14, all.Pixels.Length);
        Assert.All(all.Pixels, pixel => Assert.InRange(pixel, 0, 1));
        Assert.Equal(Enumerable.Range(0, 10), all.Labels.Distinct().Order());
    }

    [Fact]
    public void TestsOnTheLast360()
    {
        (ImageSet training, ImageSet test) = Digits.Load();
        ImageSet all = Digits.LoadAll();
        Assert.Equal((1437, 360), (training.Count, test.Count));
        Assert.Equal(all.Labels[1437..], test.Labels);
        Assert.Equal(all.Image(1796), test.Image(359));
    }

    [Fact]
    public void PutsTheScanInABlankFrame()
    {
        ImageSet one = Digits.Parse(new StringReader(string.Join(',', Enumerable.Repeat(16, 64)) + ",7"));
        Assert.Equal([7], one.Labels);
        for (int row = 0; row < 14; row++)
        {
            for (int column = 0; column < 14; column++)
            {
                bool inside = row is >= 3 and < 11 && column is >= 3 and < 11;
                Assert.Equal(inside ? 1f : 0f, one.Image(0)[(row * 14) + column]);
            }
        }
    }
}
