using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>What is said of models that ask for a GPU.</summary>
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
    [InlineData("LossScale = 0", "LossScale is 0: gradients are multiplied by it, and divided again")]
    [InlineData("LossScale = -0.5f", "LossScale is -0.5: gradients are multiplied by it, and divided again")]
    [InlineData("LossScaleInterval = 0", "LossScaleInterval is 0: the scale grows after one update or more")]
    [InlineData("AttentionBlock = 12", "AttentionBlock is 12: a block's side is a power of two")]
    public void Options_that_no_device_takes(string option, string message)
    {
        var diagnostic = Assert.Single(Analysis.Run($$"""public static class Use { public static GpuOptions Options => new() { {{option}} }; }"""));
        Assert.Equal(("DLC3003", message), (diagnostic.Id, diagnostic.GetMessage(null)));
    }

    [Fact]
    public void Options_that_devices_take() => Assert.Empty(Analysis.Run(
        "public static class Use { public static GpuOptions Options(int threads) => new() { GroupSize = threads, Tile = 64, AttentionBlock = 8 }; }"));

    /// <summary>In a value that is stored: of a product's epilogue, or of a kernel of its own; an operator's operand, and a constant.</summary>
    [Theory]
    [InlineData(
        "Mix(Where(mask > 0.5f, Score(x), [|-1e9f|]))",
        "-1E+09 becomes -∞ where 'Where(mask > 0.5f, Score(x), -1E+09f)' is stored as a half: the largest is 65504")]
    [InlineData("Mix(Score(x) * [|Large|])", "100000 becomes ∞ where 'Score(x) * 100000f' is stored as a half: the largest is 65504")]
    [InlineData(
        "Mix(Relu(Score(x)) + [|1e-8f|])",
        "1E-08 becomes 0 where 'Relu(Score(x)) + 1E-08f' is stored as a half: nothing between 0 and 6e-8 is one")]
    public void A_number_that_a_half_cannot_hold(string forward, string message) =>
        Analysis.Reports(Narrow("Half", forward), $"DLC3004: {message}", Ilgpu.Reference);

    /// <summary>What is not stored, what a half holds, and what has a float's range.</summary>
    [Theory]
    [InlineData("Half", "Mix(Where(mask > 0.5f, Score(x), -1e4f))")]
    [InlineData("Half", "Mix(Where(mask > 0.5f, Score(x), float.NegativeInfinity))")]
    [InlineData("Half", "Mix(Tanh(Score(x) * Large))")]
    [InlineData("BFloat16", "Mix(Where(mask > 0.5f, Score(x), -1e9f))")]
    [InlineData("Single", "Mix(Where(mask > 0.5f, Score(x), -1e9f))")]
    public void A_number_that_is_not_lost(string precision, string forward) =>
        Assert.Empty(Analysis.Run(Sources.Compile(Narrow(precision, forward)).AddReferences(Ilgpu.Reference)));

    /// <summary>A gradient of the user's own: what takes its place is looked at, what multiplies it is left to the loss scale.</summary>
    [Fact]
    public void A_number_in_a_gradient()
    {
        const string Own = """

            public static partial class Other
            {
                [Gradient(nameof(Steep))]
                private static Tensor SteepGradient(Tensor x, Tensor gradient) => GRADIENT;

                [Function] public static Tensor Steep(Tensor x) => Tanh(x);
            }
            """;
        string net = Narrow("Half", "Mix(Other.Steep(Score(x)))") + Own;
        Analysis.Reports(
            net.Replace("GRADIENT", "Where(x > 0f, gradient, [|1e9f|])", StringComparison.Ordinal),
            "DLC3004: 1E+09 becomes ∞ where 'Where(x > 0f, gradient, 1E+09f)' is stored as a half: the largest is 65504",
            Ilgpu.Reference);
        string scaled = net.Replace("GRADIENT", "gradient * 1e9f", StringComparison.Ordinal);
        Assert.Empty(Analysis.Run(Sources.Compile(scaled).AddReferences(Ilgpu.Reference)));
    }

    private static string Narrow(string precision, string forward) => $$"""
        [Model(Gpu = true, Precision = Precision.{{precision}})]
        public partial class Net
        {
            private const float Large = 1e5f;

            [Linear(8)] private partial Tensor Score(Tensor x);
            [Linear(8)] private partial Tensor Mix(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 8)] Tensor x, [Shape("N", 8)] Tensor mask) => {{forward}} + Mean(mask);

            [Loss]
            private static Tensor Loss(Tensor y) => Mean(y);
        }
        """;

    [Fact]
    public void A_precision_is_about_a_GPU()
    {
        const string Source = """
            [Model([|Precision = Precision.BFloat16|])]
            public partial class Net
            {
                [Forward]
                private Tensor Forward([Shape("N")] Tensor x) => Exp(x);
            }
            """;
        Analysis.Reports(
            Source,
            "DLC3005: Precision.BFloat16 has no effect on Net: it is about code for a GPU. Add Gpu = true, or take the precision away");
        Assert.Empty(Analysis.Run(Analysis.Unmark(Source).Replace("BFloat16", "Single", StringComparison.Ordinal)));
    }

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
