using DLCompiler.Compiler.Specs;
using DLCompiler.Generators.Frontend;
using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Generators.Tests;

/// <summary>A spec is kept over edits that cannot change it, and over no others.</summary>
public class SpecCacheTests
{
    private const string Model = """
        [Model]
        public partial class Net
        {
            [Linear(Sizes.Width)] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor Forward([Shape("N", 4)] Tensor x) => Parts.Shifted(Hidden(x), 1);
        }
        """;

    private const string Helper = """
        public static class Parts
        {
            public static Tensor Shifted(Tensor x, float by) => x + by;
        }
        """;

    private const string Other = """
        public static class Sizes
        {
            public const int Width = 8;
            public static int Area(int side) { return side * side; }
            private static int Twice(int side) => 2 * side;
        }

        [Model]
        public partial class Another
        {
            [Linear(3)] private partial Tensor Project(Tensor x);
            [Forward] private Tensor Forward([Shape("N", 4)] Tensor x) => Project(x);
        }
        """;

    [Theory]
    [InlineData(Other, "side * side", "side", false)]
    [InlineData(Other, "side) { return side * side; }", "side) => 3;", true)]
    [InlineData(Other, "Twice(int side)", "Area(long side)", false)]
    [InlineData(Other, "Linear(3)", "Linear(5, Bias = false)", false)]
    [InlineData(Other, "class Another", "class Parts2", true)]
    [InlineData(Other, "Width = 8", "Width = 9", true)]
    [InlineData(Other, "int side", "long side", true)]
    [InlineData(Helper, "x + by", "x * by", true)]
    [InlineData(Helper, "x + by;", "x + by; public static Tensor Shifted(Tensor x, int by) => x;", true)]
    [InlineData(Model, "Hidden(x), 1", "Hidden(x), 2", true)]
    public void AnEditIsRead(string edited, string old, string changed, bool again)
    {
        string[] sources = [Model, Helper, Other];
        var compilation = Sources.Compile(sources);
        int reads = 0;
        Read(compilation, ref reads);
        Read(compilation, ref reads);
        Assert.Equal(1, reads);
        var after = Edit(compilation, Array.IndexOf(sources, edited), edited.Replace(old, changed, StringComparison.Ordinal));
        var spec = Read(after, ref reads);
        Assert.Equal(again ? 2 : 1, reads);
        Assert.Equal(Sources.Model(after).Spec, spec);
    }

    [Fact]
    public void AMistakeElsewhereCanBeMended()
    {
        string Body(string body) => Helper.Replace("=> x + by;", body, StringComparison.Ordinal);
        var compilation = Sources.Compile(Model, Body("{ Console.WriteLine(); return x; }"), Other);
        int reads = 0;
        Assert.NotNull(Read(compilation, ref reads).Refusal);
        Assert.Null(Read(Edit(compilation, 1, Body("{ return x; }")), ref reads).Refusal);
    }

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string source)
    {
        var tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(tree, Sources.Parse(source, tree));
    }

    private static NetworkSpec Read(CSharpCompilation compilation, ref int reads)
    {
        int count = 0;
        var type = compilation.GetTypeByMetadataName("Net")!;
        var node = compilation.SyntaxTrees[0].GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().First();
        var spec = SpecCache.Spec(node, type, compilation, () =>
        {
            count++;
            return ModelParser.Model(type, compilation, default);
        });
        reads += count;
        return spec;
    }
}
