using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Ops;
using DLCompiler.Testing;

namespace DLCompiler.Gpu.Tests;

/// <summary>What ILGPU refuses is in no kernel: found at compile time, whatever runs the tests.</summary>
public class KernelRuleTests
{
    /// <summary>Every op's case, with all of the device's library.</summary>
    [Fact]
    public void Emitted_kernels_keep_to_what_ILGPU_takes()
    {
        var sources = OpModels.Sources.Select(s => s.Text.Replace("[Model]", "[Model(Gpu = true)]", StringComparison.Ordinal));
        var compilation = ModelCompiler.Compile(GpuFixture.Options, [.. sources]).Compilation;
        var rules = KernelRules.Check(compilation, out int methods);
        Assert.Empty(rules);
        Assert.True(methods > 500, $"{methods} methods were looked at.");
    }

    [Theory]
    [InlineData("if (item < 0) throw new System.Exception();", "throws")]
    [InlineData("x[0] = System.Math.Clamp(item, 0, 1);", "what ILGPU alone has not")]
    [InlineData("x[0] = System.MathF.FusedMultiplyAdd(1f, 2f, 3f);", "what ILGPU alone has not")]
    [InlineData("System.Span<int> s = stackalloc int[4];", "stackalloc")]
    [InlineData("var a = new int[4];", "an array")]
    [InlineData("object o = item;", "boxes")]
    [InlineData("var o = new object();", "makes an object")]
    [InlineData("System.Func<int> f = () => 1;", "a lambda")]
    [InlineData("try { x[0] = 1; } finally { x[0] = 2; }", "try")]
    [InlineData("x[0] = Counter;", "a static that may change")]
    [InlineData("x[0] = Table[1];", "a static reference")]
    [InlineData("x[0] = (float)(System.Half)1f; x[1] = (float)System.Half.Parse(\"1\");", "Half")]
    [InlineData("Helper(x);", "throws")]
    public void What_it_refuses_is_found(string statement, string problem)
    {
        string source = $$"""
            [Model(Gpu = true)]
            public partial class Net
            {
                [Forward]
                private Tensor Forward([Shape("N")] Tensor x) => Exp(x);
            }

            namespace Own
            {
                using DLCompiler.Gpu;

                internal struct Kernel : IMap
                {
                    public static int Counter;
                    public static readonly int[] Table = [1, 2];
                    public Floats x;

                    public void Run(int item)
                    {
                        {{statement}}
                    }

                    private static void Helper(Floats x)
                    {
                        if (x[0] > 1) throw new System.Exception();
                    }
                }
            }
            """;
        var compilation = ModelCompiler.Compile(GpuFixture.Options, source).Compilation;
        Assert.Contains(KernelRules.Check(compilation, out _), p => p.Contains(problem, StringComparison.Ordinal));
    }
}
