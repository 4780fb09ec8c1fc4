using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>What is said of models that ask for a GPU; here, ILGPU is not referenced.</summary>
public class GpuRuleTests
{
    [Fact]
    public void Without_ILGPU_the_message_says_how_to_get_it()
    {
        var diagnostic = Assert.Single(Analysis.Run("""
            [Model(Gpu = true)]
            public partial class Net
            {
                [Forward]
                private Tensor Forward([Shape("N")] Tensor x) => Exp(x);
            }
            """));
        Assert.Equal("DLC3001", diagnostic.Id);
        Assert.Equal(
            "Net gets no code for a GPU: ILGPU is not referenced. Run 'dotnet add package ILGPU --version 1.5.3', or take Gpu = true away",
            diagnostic.GetMessage(null));
        Assert.Equal("Gpu = true", diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
    }

    /// <summary>Also one in a helper of another class, in the loss, or in the step of a recurrence.</summary>
    [Theory]
    [InlineData("Other.Twice(x)", "Mean(y)")]
    [InlineData("Exp(x)", "Mean(Other.Twice(y))")]
    public void A_kernel_of_the_users_own_is_for_the_CPU(string forward, string loss)
    {
        var diagnostic = Assert.Single(Analysis.Run($$"""
            [Model(Gpu = true)]
            public partial class Net
            {
                [Parameter(1)] private partial Tensor Shift { get; }

                [Forward]
                private Tensor Forward([Shape("N", 3)] Tensor x) => {{forward}} + Shift;

                [Loss]
                private static Tensor Loss(Tensor y) => {{loss}};
            }

            public static partial class Other
            {
                [Kernel(nameof(RunTwice))] public static partial Tensor Twice(Tensor x);
                [Gradient(nameof(Twice))] private static Tensor TwiceGradient(Tensor x, Tensor gradient) => gradient * 2f;
                private static void RunTwice(ReadOnlySpan<float> x, Span<float> result)
                {
                    for (int i = 0; i < x.Length; i++) result[i] = 2 * x[i];
                }
            }
            """));
        Assert.Equal("DLC3002", diagnostic.Id);
        Assert.StartsWith("Net cannot run on a GPU: Twice is a hand-written kernel", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GroupSize = 257", "GroupSize is 257: kernels are written for groups of 1 to 256 threads")]
    [InlineData("GroupSize = 0", "GroupSize is 0: kernels are written for groups of 1 to 256 threads")]
    [InlineData("Tile = 48", "Tile is 48: a tile's side is 16, 32, 64 or 128")]
    [InlineData("Tile = 8", "Tile is 8: a tile's side is 16, 32, 64 or 128")]
    [InlineData("AttentionBlock = 12", "AttentionBlock is 12: a block's side is a power of two")]
    public void Options_that_no_device_takes(string option, string message)
    {
        var diagnostic = Assert.Single(Analysis.Run($$"""public static class Use { public static GpuOptions Options => new() { {{option}} }; }"""));
        Assert.Equal(("DLC3003", message), (diagnostic.Id, diagnostic.GetMessage(null)));
    }

    [Fact]
    public void Options_that_devices_take() => Assert.Empty(Analysis.Run(
        "public static class Use { public static GpuOptions Options(int threads) => new() { GroupSize = threads, Tile = 64, AttentionBlock = 8 }; }"));

    [Fact]
    public void Without_the_option_nothing_is_said() => Assert.Empty(Analysis.Run("""
        [Model(Gpu = false)]
        public partial class Net
        {
            [Forward]
            private Tensor Forward([Shape("N")] Tensor x) => Exp(x);
        }
        """));

    [Theory]
    [InlineData("OnGpu")]
    [InlineData("Gpu")]
    public void Names_of_what_the_generator_adds_are_taken(string name)
    {
        string Source(string options) => $$"""
            [Model{{options}}]
            public partial class Net
            {
                private const float {{name}} = 2;

                [Forward]
                private Tensor Forward([Shape("N")] Tensor x) => x * {{name}};
            }
            """;
        var diagnostic = Assert.Single(Analysis.Run(Source("(Gpu = true)")));
        Assert.Equal("DLC0006", diagnostic.Id);
        Assert.Contains($"the generator adds a member {name} to a class that runs on a GPU", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Empty(Analysis.Run(Source("")));
    }
}
