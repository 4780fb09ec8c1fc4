using System.Runtime.CompilerServices;
using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Testing;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Gpu.Tests;

/// <summary>The code of three kernels, as docs/gpu.md counts it.</summary>
public class SnapshotTests
{
    /// <summary>A product with bias and GELU, and the kernel of tiled products that it is the epilogue of.</summary>
    [Fact]
    public void Projection() => Verify("""
        [Model(Gpu = true, Training = false)]
        public partial class Projection
        {
            [Linear(4096)] private partial Tensor Widen(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 4096)] Tensor x) => Gelu(Widen(x));
        }
        """, ["Projection.Gpu", "ProductTiles"]);

    /// <summary>Softmax and cross-entropy with their gradient.</summary>
    [Fact]
    public void CrossEntropy() => Verify("""
        [Model(Gpu = true)]
        public partial class Classifier
        {
            [Linear(32768, Bias = false)] private partial Tensor Score(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 1024)] Tensor x) => Score(x);

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
        }
        """, ["Classifier.Gpu"]);

    /// <summary>Softmax and cross-entropy of activations in 16 bits, with a scaled gradient, and the products around them.</summary>
    [Fact]
    public void HalfClassifier() => Verify("""
        [Model(Gpu = true, Precision = Precision.Half)]
        public partial class HalfClassifier
        {
            [Linear(64)] private partial Tensor Hidden(Tensor x);
            [Linear(10)] private partial Tensor Score(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 32)] Tensor x) => Score(Relu(Hidden(x)));

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
        }
        """, ["HalfClassifier.Gpu"]);

    /// <summary>A step of a recurrence.</summary>
    [Fact]
    public void LstmStep() => Verify("""
        [Model(Gpu = true, Training = false)]
        public partial class Listener
        {
            [Lstm(1024)] private partial (Tensor Output, Tensor Hidden, Tensor Cell) Hear(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T", 512)] Tensor x) => Hear(x).Output;
        }
        """, ["Listener.Gpu"]);

    /// <summary>The CPU's code is the same with and without, and without there is nothing else.</summary>
    [Fact]
    public void Without_the_option_not_a_line_is_emitted()
    {
        const string Source = """
            [Model]
            public partial class Net
            {
                [Linear(4)] private partial Tensor Hidden(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 3)] Tensor x) => Relu(Hidden(x));
            }
            """;
        string asking = Source.Replace("[Model]", "[Model(Gpu = true)]", StringComparison.Ordinal);
        var plain = Assert.Single(ModelCompiler.Compile(GpuFixture.Options, Source).Files);
        Assert.DoesNotContain("Gpu", plain.Text, StringComparison.OrdinalIgnoreCase);
        var both = ModelCompiler.Compile(GpuFixture.Options, asking).Files;
        Assert.True(both.Count > 2);
        Assert.Equal(plain.Text, both.Single(f => f.Name == plain.Name).Text);

        // Nor is there any where ILGPU is not referenced.
        Assert.Equal(plain.Text, Assert.Single(ModelCompiler.Compile(asking).Files).Text);
    }

    private static void Verify(string source, string[] files, [CallerMemberName] string method = "")
    {
        var compiled = ModelCompiler.Compile(GpuFixture.Options, source);
        Assert.Empty(compiled.Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        compiled.ShouldMatchSnapshot(
            only: f => files.Any(name => f.Name.Contains(name, StringComparison.Ordinal)), method: method);
    }
}
