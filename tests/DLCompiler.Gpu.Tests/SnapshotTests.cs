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

    private static void Verify(string source, string[] files, [CallerMemberName] string method = "")
    {
        var compiled = ModelCompiler.Compile(GpuFixture.Options, source);
        Assert.Empty(compiled.Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        compiled.ShouldMatchSnapshot(
            only: f => files.Any(name => f.Name.Contains(name, StringComparison.Ordinal)), method: method);
    }
}
