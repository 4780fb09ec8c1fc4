using DLCompiler.Compiler.Specs;
using DLCompiler.Generators.Tests.Helpers;
using DLCompiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace DLCompiler.Generators.Tests;

/// <summary>Blocks and functions of other assemblies.</summary>
public class LibraryTests
{
    private const string Library = """
        namespace Lib;

        public static class Activations
        {
            /// <summary>x · σ(βx)</summary>
            [Function] public static Tensor Swish(Tensor x, float beta = 1) => x * Gate(beta * x);
            [Function] public static Tensor Swish(Tensor x, Tensor beta) => x * Gate(beta * x);
            [Function] public static Tensor Straight(Tensor x) => Where(Greater(x, 0), 1f, -1f);
            [Gradient(nameof(Straight))] private static Tensor StraightGradient(Tensor x, Tensor gradient) => Gate(x) * gradient;
            [Function] public static Tensor Hides(Tensor x) => Hidden.Half(x);
            public static Tensor Unmarked(Tensor x) => x;
            public static int Heads => 2;
            private static Tensor Gate(Tensor x) => Sigmoid(x);
        }

        public static partial class Kernels
        {
            /// <summary>Rows next to themselves.</summary>
            [Kernel(nameof(RunTwice))]
            [return: Shape("N", "2*D")]
            public static partial Tensor Twice([Shape("N", "D")] Tensor x, float scale);

            [Gradient(nameof(Twice))]
            private static Tensor TwiceGradient([Shape("N", "D")] Tensor x, float scale, Tensor gradient) =>
                scale * (gradient[.., ..x.Size(1)] + gradient[.., x.Size(1)..]);

            private static void RunTwice(ReadOnlySpan<float> x, float scale, Span<float> result, int D)
            {
                for (int i = 0; i < result.Length; i++) result[i] = scale * x[i / (2 * D) * D + i % D];
            }
        }

        internal static partial class Hidden
        {
            [Kernel(nameof(RunHalf))] public static partial Tensor Half(Tensor x);
            private static void RunHalf(ReadOnlySpan<float> x, Span<float> result)
            {
                for (int i = 0; i < x.Length; i++) result[i] = x[i] / 2;
            }
        }

        [Block]
        internal partial class Inner
        {
            [Parameter("D", Init = Init.Ones)] private partial Tensor Scale { get; }
            [Linear("D", Bias = false)] private partial Tensor Same(Tensor x);
            [Forward] private Tensor Forward([Shape("N", "D")] Tensor x) => Scale * Same(x);
        }

        [Block]
        public partial class Residual
        {
            private const float Half = 0.5f;

            [Size] private partial int Factor { get; }
            [Linear("Factor*D")] private partial Tensor Up(Tensor x);
            [Linear("D")] private partial Tensor Down(Tensor x);
            [Layer<Inner>] private partial Tensor Part(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "D")] Tensor x)
            {
                // A comment.
                var y = x.Size(1) > 2 ? Down(Activations.Swish(Up(x), 2)) : x;
                return x + Half * Local(Part(Kernels.Twice(y, 2)[.., ..x.Size(1)]));

                Tensor Local(Tensor t) => Factor > 1 ? Tanh(t) : t;
            }
        }
        """;

    private const string User = """
        namespace Demo;

        [Model]
        public partial class Net
        {
            [Layer<Lib.Residual>("Factor", 2, Repeat = 2)] private partial Tensor Blocks(Tensor x);
            [Parameter(3, Init = Init.Ones)] private partial Tensor Beta { get; }
            [Linear(3)] private partial Tensor Classify(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 4)] Tensor x) => Lib.Activations.Swish(Classify(Lib.Activations.Straight(Lib.Kernels.Twice(Blocks(x), 0.5f))), Beta);

            [Loss]
            private static Tensor Loss(Tensor y, [Shape("N", 3)] Tensor target) => Mse(y, target);
        }
        """;

    private const string Check = """
        namespace Demo;

        public static class Check
        {
            public static double Difference()
            {
                var net = new Net(1);
                float[] x = [1, 2, 3, 4, -1, -2, 0.5f, 0], y = new float[6];
                net.Predict(x, y);
                var eager = net.Eager.Forward(new Tensor(x, 2, 4)).Values;
                double difference = 0, largest = 0;
                for (int i = 0; i < y.Length; i++)
                {
                    difference = Math.Max(difference, Math.Abs(y[i] - eager[i]));
                    largest = Math.Max(largest, Math.Abs(eager[i]));
                }

                return largest > 0.01 ? difference : double.NaN;
            }
        }
        """;

    /// <summary>How a project is referenced: by its image, by a reference assembly, or, in the IDE, as it is.</summary>
    public enum Kind
    {
        Image,
        ReferenceAssembly,
        Project,
    }

    [Theory]
    [InlineData(Kind.Image)]
    [InlineData(Kind.ReferenceAssembly)]
    [InlineData(Kind.Project)]
    public void AreUsedAsIfTheyWereHere(Kind kind)
    {
        var here = Sources.Generate(Sources.Compile(User, Library));
        var elsewhere = Sources.Compile(User).AddReferences(Reference(Compile(Library), kind));
        Assert.Empty(Analysis.Run(elsewhere).Select(Analysis.Text));
        Assert.Equal(Generated(here), Generated(Sources.Generate(elsewhere)));
        Assert.Empty(Sources.Problems(Sources.Generate(elsewhere)));
    }

    [Fact]
    public void RunsAlsoEagerly()
    {
        var library = Compile(Library);
        var options = new CompileOptions { References = [library.ToMetadataReference()] };
        using var user = ModelCompiler.Compile(options, User, Check).LoadAssembly();
        Assert.InRange((double)user.Call("Demo.Check", "Difference")!, 0, 1e-5);
    }

    [Fact]
    public void ReachesALibraryThroughAnother()
    {
        const string Middle = """
            namespace Mid;

            public static class More
            {
                [Function] public static Tensor Twice(Tensor x) => 2 * Lib.Activations.Swish(x);
            }

            [Block]
            public partial class Wrapper
            {
                [Layer<Lib.Residual>("Factor", 3)] private partial Tensor Inside(Tensor x);
                [Forward] private Tensor Forward([Shape("N", "D")] Tensor x) => More.Twice(Inside(x));
            }
            """;
        const string Outer = """
            [Model]
            public partial class Net
            {
                [Layer<Mid.Wrapper>] private partial Tensor Part(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 4)] Tensor x) => Mid.More.Twice(Part(x));
            }
            """;
        var library = Reference(Compile(Library));
        var middle = Reference(Compile(Middle, "Mid", library));
        Assert.Empty(Analysis.Run(Sources.Compile(Outer).AddReferences(library, middle)).Select(Analysis.Text));
        Analysis.Reports(
            Outer.Replace("Layer<Mid.Wrapper>", "[|Layer<Mid.Wrapper>|]", StringComparison.Ordinal),
            "DLC0016: Wrapper of Mid uses Lib.Residual of Lib, which this project does not reference",
            middle);
    }

    [Fact]
    public void NamesOfTwoAssembliesMayBeTheSame()
    {
        const string Own = """
            namespace Lib
            {
                [Block]
                internal partial class Inner
                {
                    [Linear("D")] private partial Tensor Mine(Tensor x);
                    [Forward] private Tensor Forward([Shape("N", "D")] Tensor x) => Mine(x);
                }
            }

            [Model]
            public partial class Net
            {
                [Layer<Lib.Inner>] private partial Tensor Own(Tensor x);
                [Layer<Lib.Residual>("Factor", 2)] private partial Tensor Other(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 4)] Tensor x) => Other(Own(x));
            }
            """;
        var compilation = Sources.Compile(Own).AddReferences(Reference(Compile(Library)));
        Assert.Empty(Analysis.Run(compilation).Select(Analysis.Text));
        var steps = ModelCompiler.Compile(compilation).Driver.GetRunResult().Results[0].TrackedSteps;
        var linked = Assert.IsType<LinkedModel>(Assert.Single(steps[ModelGenerator.Linked]).Outputs[0].Value);
        Assert.Equal(
            ["Lib.Inner: Mine", "[Lib]Lib.Inner: Same", "[Lib]Lib.Residual: Up Down Part"],
            linked.Blocks.Select(b => $"{b.Type.MetadataName}: {string.Join(" ", b.Layers.Select(l => l.Member.Name))}"));
    }

    [Theory]
    [InlineData("A comment", "Another comment", "Models Cached, Linked Cached, Emitted Cached")]
    [InlineData("Half = 0.5f", "Half = 0.25f", "Models Modified, Linked Modified, Emitted Modified")]
    [InlineData("x · σ(βx)", "x σ(βx)", "Models Cached, Linked Cached, Emitted Cached")]
    public void AnEditOfTheLibraryReruns(string old, string changed, string expected)
    {
        var before = Reference(Compile(Library));
        var after = Reference(Compile(Library.Replace(old, changed, StringComparison.Ordinal)));
        var compilation = Sources.Compile(User).AddReferences(before);
        var driver = ModelCompiler.Compile(compilation).Driver;
        driver = driver.RunGenerators(compilation.ReplaceReference(before, after));
        var steps = driver.GetRunResult().Results[0].TrackedSteps;
        string[] names = [ModelGenerator.Models, ModelGenerator.Linked, ModelGenerator.Emitted];
        Assert.Equal(
            expected,
            string.Join(", ", names.Select(n => $"{n} {Assert.Single(steps[n].SelectMany(s => s.Outputs)).Reason}")));
    }

    [Fact]
    public void ShapesOfABlockAreCheckedAtItsUse() => Analysis.Reports(
        Use("Layer<Lib.Residual>(\"Factor\", 2)", "[|Part(Unsqueeze(x, 1))|]"),
        "DLC1006: 'x' of Residual is [N, 1, 4], of rank 3, but [N, D] is expected. 'Unsqueeze(x, 1)' is [N, 1, 4], line 2",
        Reference(Compile(Library)));

    [Fact]
    public void ShapesOfAFunctionAreCheckedAtTheCall() => Analysis.Reports(
        Net("[|Lib.Activations.Swish(x, x[.., ..2])|]"),
        "DLC1001: Multiply cannot combine [N, 2] with [N, 3]: axis -1 is 2 in 'beta' and 3 in 'x', and neither is 1. "
        + "'x' is in the function Swish; 'beta' is [N, 2] from x[.., ..2], line 2; 'x' is [N, 3], line 2",
        Reference(Compile(Library)));

    [Theory]
    [InlineData(
        "[|Lib.Activations.Unmarked(x)|]",
        "DLC0016: Lib does not publish what Unmarked computes. [Function] on the method publishes it")]
    [InlineData(
        "[|Lib.Activations.Hides(x)|]",
        "DLC0016: Hides of Lib needs the kernel Hidden.Half, whose class is not public")]
    [InlineData(
        "x * [|Lib.Activations.Heads|]",
        "DLC0016: Lib does not publish what Heads computes. It can be a const, or a static method marked [Function]")]
    public void WhatIsNotPublishedCannotBeUsed(string marked, string expected) =>
        Analysis.Reports(Net(marked), expected, Reference(Compile(Library)));

    [Fact]
    public void ALibraryNeedsTheGenerator()
    {
        var plain = Sources.Compile("""
            namespace Lib;
            public static class Activations { [Function] public static Tensor Swish(Tensor x) => x; }
            [Block] public class Residual { }
            """).WithAssemblyName("Lib").ToMetadataReference();
        Analysis.Reports(
            Net("[|Lib.Activations.Swish(x)|]"),
            "DLC0016: Lib does not publish what Swish computes. Is it built with DLCompiler's generator?",
            plain);
        Analysis.Reports(
            Block,
            "DLC0016: Lib does not publish what Residual computes. Is it built with DLCompiler's generator?",
            plain);
    }

    [Theory]
    [InlineData(
        "CompiledBlock(2,",
        "CompiledBlock(3,",
        "DLC0016: Lib publishes Residual in format 3, and this version of DLCompiler reads format 2: build Lib with the same version")]
    [InlineData(
        "Declare",
        "Declared",
        "DLC0016: what Lib publishes of Residual cannot be read: No spec goes on like this at character 707. Build Lib again")]
    public void AnotherVersionIsNoticed(string old, string changed, string expected)
    {
        var library = Compile(Library);
        foreach (var tree in library.SyntaxTrees)
        {
            string text = tree.ToString();
            if (!text.Contains("CompiledBlock(", StringComparison.Ordinal)) continue;
            string edited = text.Replace(old, changed, StringComparison.Ordinal);
            library = library.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(edited)));
        }

        Analysis.Reports(Block, expected, Reference(library));
    }

    [Theory]
    [InlineData(
        "[Function] public Tensor [|Swish|](Tensor x) => x;",
        "DLC0005: Swish is declared wrong: a [Function] is static: other assemblies have no object to call it on")]
    [InlineData(
        "[Function] public static Tensor [|Swish|]<T>(Tensor x) => x;",
        "DLC0005: Swish is declared wrong: a [Function] and its class have no type parameters")]
    [InlineData(
        "[Function] private static Tensor [|Swish|](Tensor x) => x;",
        "DLC0005: Swish is declared wrong: a [Function] is for other assemblies, which cannot call a private method")]
    [InlineData(
        "[Function] public static Tensor Swish(Tensor x) => x * (float)[|x.ToScalar()|];",
        "DLC0002: 'x.ToScalar()' cannot be part of a network: a compiled network never holds the tensor's values; "
        + "Ops compute with them")]
    public void AFunctionDeclaredWrongIsRefused(string marked, string expected) =>
        Analysis.Reports($"public class Activations {{ {marked} }}", expected);

    private static readonly string Block = Use("[|Layer<Lib.Residual>(\"Factor\", 2)|]", "Part(x)");

    private static string Use(string layer, string forward) =>
        $"[Model] public partial class Net {{ [{layer}] private partial Tensor Part(Tensor x); "
        + $"[Forward] private Tensor Forward([Shape(\"N\", 4)] Tensor x) => {forward}; }}";

    private static string Net(string forward) =>
        $"[Model] public partial class Net {{ [Forward] private Tensor Forward([Shape(\"N\", 3)] Tensor x) => {forward}; }}";

    private static Compilation Compile(string source, string name = "Lib", params MetadataReference[] references) =>
        Sources.Generate(Sources.Compile(source).WithAssemblyName(name).AddReferences(references));

    private static MetadataReference Reference(Compilation library, Kind kind = Kind.Image) => kind switch
    {
        Kind.Image => MetadataReference.CreateFromStream(Image(library)),
        Kind.ReferenceAssembly => MetadataReference.CreateFromStream(
            Image(library, new EmitOptions(metadataOnly: true, includePrivateMembers: false))),
        _ => library.ToMetadataReference(),
    };

    private static MemoryStream Image(Compilation library, EmitOptions? options = null)
    {
        var image = new MemoryStream();
        var result = library.Emit(image, options: options);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return image;
    }

    /// <summary>The generated part of the model.</summary>
    private static string Generated(Compilation compilation) =>
        compilation.SyntaxTrees.Single(t => t.FilePath.EndsWith("Demo.Net.DLCompiler.g.cs", StringComparison.Ordinal)).ToString();
}
