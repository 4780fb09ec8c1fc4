using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>Methods marked [Kernel] that are not what the mark means, and calls that do not fit.</summary>
public class KernelRuleTests
{
    private const string Run = "static void Run(ReadOnlySpan<float> x, Span<float> result) { } ";

    [Theory]
    [InlineData(
        Run + "[Kernel(nameof(Run))] static Tensor [|K|](Tensor x) => x;",
        "it must be a static partial method without a body, as in 'private static partial Tensor Softsign(Tensor x);'")]
    [InlineData("[Kernel(\"Walk\")] private static partial Tensor [|K|](Tensor x);", "Ops2 has no method 'Walk', or several")]
    [InlineData(
        Run + "[Kernel(nameof(Run))] private static partial Tensor [|K|](Tensor y);",
        "Run takes 'ReadOnlySpan<float> x', but K has neither a parameter nor a symbol 'x'")]
    [InlineData(
        Run + "[Kernel(nameof(Run))] private static partial Tensor [|K|](IntTensor x);",
        "'x' is an IntTensor; Cast makes a Tensor of it")]
    [InlineData(
        Run + "[Kernel(nameof(Run))] private static partial Tensor [|K|](Tensor x, string y);",
        "'y' is neither a Tensor nor a float, an int or a bool")]
    [InlineData(
        "static void Run(ReadOnlySpan<float> x, float y, Span<float> result) { } "
        + "[Kernel(nameof(Run))] private static partial Tensor [|K|](Tensor x, int y);",
        "Run takes 'float y', but 'y' is of type int")]
    [InlineData(
        "static void Run(ReadOnlySpan<float> x, int D, Span<float> result) { } "
        + "[Kernel(nameof(Run))] private static partial Tensor [|K|]([Shape(\"N\")] Tensor x);",
        "Run takes 'int D', but K has neither a parameter nor a symbol 'D'")]
    [InlineData(
        "static void Run(ReadOnlySpan<float> x) { } [Kernel(nameof(Run))] private static partial Tensor [|K|](Tensor x);",
        "Run does not take 'Span<float> result'")]
    [InlineData(
        "static int Run(ReadOnlySpan<float> x, Span<float> result) => 0; "
        + "[Kernel(nameof(Run))] private static partial Tensor [|K|](Tensor x);",
        "Run must be a static method that returns nothing, without type parameters")]
    [InlineData(
        Run + "[Kernel(nameof(Run))] [return: Shape(\"N\", \"E\")] private static partial Tensor [|K|]([Shape(\"N\", \"D\")] Tensor x);",
        "no parameter's shape has the symbol 'E' of its result")]
    public void Declarations(string members, string reason) =>
        Analysis.Reports("public partial class Ops2 { " + members + " }", $"DLC0017: K is no kernel: {reason}");

    [Theory]
    [InlineData("[|Ops2.K(x, x)|]", "DLC1010: dimension 0 of 'y' of Ops2.K is 8, but D = 6 is expected")]
    [InlineData("[|Ops2.K(x, x[.., 0])|]", "DLC1006: 'y' of Ops2.K is [8], of rank 1, but [D, N] is expected")]
    public void Calls(string call, string expected) => Analysis.Reports(
        "public partial class Ops2 { static void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result) { } "
        + "[Kernel(nameof(Run))] public static partial Tensor K([Shape(\"N\", \"D\")] Tensor x, [Shape(\"D\", \"N\")] Tensor y); } "
        + "[Model] public partial class Net { [Forward] private Tensor Forward([Shape(8, 6)] Tensor x) => " + call + "; }",
        expected);

    [Fact]
    public void No_gradient_is_needed_behind_StopGradient() => Assert.Empty(Analysis.Run(
        "[Model] public partial class Net { [Linear(8)] private partial Tensor Hidden(Tensor x); "
        + "[Forward] private Tensor Forward([Shape(\"N\", 8)] Tensor x) "
        + "{ var g = Softmax(Hidden(x)); return Where(g >= TopK(StopGradient(g), 2).Values[.., 1..], g, 0); } "
        + "[Loss] private static Tensor Loss(Tensor y) => Mean(y); }"));

    [Fact]
    public void A_gradient_is_needed() => Analysis.Reports(
        "[Model] public partial class Net { [Linear(8)] private partial Tensor Hidden(Tensor x); "
        + "[Forward] private Tensor Forward([Shape(\"N\", 8)] Tensor x) => [|K(Hidden(x))|]; "
        + "[Loss] private static Tensor Loss(Tensor y) => Mean(y); "
        + "[Kernel(nameof(Run))] private static partial Tensor K(Tensor x); "
        + "private static void Run(ReadOnlySpan<float> x, Span<float> result) { } }",
        "DLC2001: no gradient passes 'K(Hidden(x))', and the loss depends on it: what is trained behind it would never learn. "
        + "StopGradient says that this is meant");
}
