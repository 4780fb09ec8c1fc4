namespace DLCompiler.Samples.Tests;

public class PictureTests
{
    private static readonly float[] Diagonal = [1, 0, 0, 1];

    [Fact]
    public void HalfBlocksShowTwoRowsInOne() => Assert.Equal(
        "[rgb(255,255,255) on rgb(0,0,0)]▀[/][rgb(0,0,0) on rgb(255,255,255)]▀[/]",
        Picture.ToMarkup(Diagonal, 2));

    [Fact]
    public void AsciiMixesTwoRows() => Assert.Equal("++", Picture.ToAscii(Diagonal, 2));

    [Fact]
    public void OddHeightEndsInBlack() => Assert.Equal(2, Picture.ToAscii(new float[9], 3).Split('\n').Length);

    [Fact]
    public void ValuesOutsideAreCutOff() => Assert.Equal("@ ", Picture.ToAscii([2, -1, 2, -1], 2));
}
