using DLCompiler.Compiler.Emit;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>The generated code of a deep network: layers that differ only in sizes share bodies.</summary>
public class CodeSizeTests
{
    private const int Widest = 120;
    private const int MostLines = 3000;

    /// <summary>With sizes that are known when the program runs, and with ImageNet's.</summary>
    [Theory]
    [InlineData("\"H\", \"W\"")]
    [InlineData("224, 224")]
    public void NoLineIsLong(string sizes)
    {
        string[] lines = Emit(Change("\"N\", 3, \"H\", \"W\"", $"\"N\", 3, {sizes}"));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, Widest));
    }

    [Fact]
    public void ResNetIsShort() =>
        Assert.InRange(Emit(Change("\"N\", 3, \"H\", \"W\"", "\"N\", 3, 224, 224")).Length, 1, MostLines);

    /// <summary>A stage of six blocks has as many kernels as one of two.</summary>
    [Fact]
    public void DepthAddsNoKernels() =>
        Assert.Equal(Kernels(Emit(ResNet)), Kernels(Emit(Change("Repeat = 2", "Repeat = 6"))));

    /// <summary>A stage of its own width has as many kernels as one that is as wide as another.</summary>
    [Fact]
    public void WidthAddsNoKernels() =>
        Assert.Equal(Kernels(Emit(ResNet)), Kernels(Emit(Change("\"Channels\", 512", "\"Channels\", 256"))));

    private static string ResNet { get; } = Declarations(
        File.ReadAllText(Repository.PathOf("tests", "DLCompiler.Conformance", "Networks", "ResNet.cs")));

    private static string Declarations(string file) =>
        file[(file.IndexOf("Networks;", StringComparison.Ordinal) + "Networks;".Length)..];

    private static string Change(string from, string to)
    {
        Assert.Contains(from, ResNet, StringComparison.Ordinal);
        return ResNet.Replace(from, to, StringComparison.Ordinal);
    }

    private static string[] Emit(string source) =>
        ModelEmitter.Emit(Traced.Link(source, "ResNet")).Text!.Split('\n');

    private static int Kernels(string[] lines) =>
        lines.Count(l => l.Contains("struct", StringComparison.Ordinal)
            && (l.Contains(": IKernel", StringComparison.Ordinal) || l.Contains(": IEpilogue", StringComparison.Ordinal)));
}
