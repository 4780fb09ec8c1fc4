using DLCompiler.Compiler.Emit.Programs;

namespace DLCompiler.Compiler.Tests.Emit;

public class NamePartsTests
{
    [Theory]
    [InlineData("Blocks.0.Up.weight", "Blocks.1.Up.weight", "Blocks.*.Up.weight", "Blocks", "Up.weight")]
    [InlineData("Left.Up.weight", "Right.Up.weight", "*.Up.weight", null, "Up.weight")]
    [InlineData("Left.Up.weight", "Right.Down.weight", "*.*.weight", null, "weight")]
    [InlineData("Up.weight", "Right.Down.weight", "*.weight", null, "weight")]
    [InlineData("A.weight", "A.weight", "A.weight", null, "A.weight")]
    public void What_two_names_have_in_common(string a, string b, string common, string? block, string local)
    {
        Assert.Equal(common, NameParts.Common([a, b]));
        Assert.Equal(block, NameParts.Block([a, b]));
        Assert.Equal(local, NameParts.Local([a, b]));
    }
}
