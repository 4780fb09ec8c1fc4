namespace DLCompiler.Samples.Tests;

public class WobbleTests
{
    private const int Side = 14;

    private static readonly ImageSet Images = Digits.LoadAll();

    [Fact]
    public void SameSeedSameDrawing() => Assert.Equal(Draw(0, seed: 1), Draw(0, seed: 1));

    [Fact]
    public void DrawsAnotherEachTime() => Assert.NotEqual(Draw(0, seed: 1), Draw(0, seed: 2));

    [Fact]
    public void KeepsGreysAndAboutTheInk()
    {
        for (int i = 0; i < 50; i++)
        {
            float[] drawn = Draw(i, seed: i);
            Assert.All(drawn, pixel => Assert.InRange(pixel, 0, 1.0001f));
            float before = Images.Image(i).ToArray().Sum();
            Assert.InRange(drawn.Sum(), 0.65f * before, 1.55f * before);
        }
    }

    private static float[] Draw(int image, int seed)
    {
        var result = new float[Side * Side];
        Wobble.Draw(Images.Image(image), result, Side, new Random(seed));
        return result;
    }
}
