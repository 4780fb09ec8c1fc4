using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>Methods marked [Gradient] that are not what the mark means.</summary>
public class GradientRuleTests
{
    private const string Start =
        "[Model] public partial class Net { [Forward] private Tensor Forward([Shape(\"N\", 8)] Tensor x) => F(x, x); "
        + "private static Tensor F(Tensor x, Tensor y, float by = 2) => x * y * by; ";

    [Theory]
    [InlineData(
        "[Gradient(nameof(F))] private static (Tensor, Tensor) [|G|](Tensor x) => (x, x);",
        "it does not take 'Tensor gradient', the gradient by the result")]
    [InlineData(
        "[Gradient(nameof(F))] private static (Tensor, Tensor) [|G|](Tensor z, Tensor gradient) => (z, z);",
        "it takes 'Tensor z', and must take parameters of F, 'Tensor result' and 'Tensor gradient'")]
    [InlineData(
        "[Gradient(nameof(F))] private static (Tensor, Tensor) [|G|](int by, Tensor gradient) => (gradient, gradient);",
        "it takes 'Int32 by', and must take parameters of F, 'Tensor result' and 'Tensor gradient'")]
    [InlineData(
        "[Gradient(nameof(F))] private static Tensor [|G|](Tensor gradient) => gradient;",
        "it must return a tuple of 2 tensors: the gradients by 'x', 'y'")]
    [InlineData(
        "[Gradient(nameof(F))] private (Tensor, Tensor) [|G|](Tensor gradient) => (gradient, gradient);",
        "it must be static; weights are arguments of the method and of its gradient")]
    [InlineData("[Gradient(\"H\")] private static Tensor [|G|](Tensor gradient) => gradient;", "Net has no method 'H'")]
    [InlineData(
        "private Tensor H(Tensor x) => x; [Gradient(nameof(H))] private static Tensor [|G|](Tensor gradient) => gradient;",
        "H must be static; weights are arguments of the method and of its gradient")]
    [InlineData(
        "private static Tensor H(int n) => Arange(n); [Gradient(nameof(H))] private static Tensor [|G|](Tensor gradient) => gradient;",
        "H takes no Tensor")]
    [InlineData(
        "private static Tensor H(Tensor x, Tensor result) => x; "
        + "[Gradient(nameof(H))] private static Tensor [|G|](Tensor gradient) => gradient;",
        "H has a parameter 'result', which is the name of what the gradient gets")]
    [InlineData(
        "private static Tensor H(Tensor[] x) => x[0]; [Gradient(nameof(H))] private static Tensor [|G|](Tensor gradient) => gradient;",
        "H takes 'x', and must take tensors, numbers, flags and texts only")]
    public void Declarations(string members, string reason) =>
        Analysis.Reports(Start + members + " }", $"DLC2002: G is no gradient: {reason}");

    [Fact]
    public void A_second_gradient()
    {
        var found = Analysis.Run(
            Start + "[Gradient(nameof(F))] private static (Tensor, Tensor) G(Tensor gradient) => (gradient, gradient); "
            + "[Gradient(nameof(F))] private static (Tensor, Tensor) H(Tensor gradient) => (gradient, gradient); }");
        Assert.Equal("DLC2002: G is no gradient: 'F' has another gradient, too", Analysis.Text(Assert.Single(found)));
    }

    [Fact]
    public void Random_numbers() => Analysis.Reports(
        Start + "[Gradient(nameof(F))] private static (Tensor, Tensor) G(Tensor gradient) => "
        + "[|(Dropout(gradient, 0.5f), gradient)|]; }",
        "DLC2002: a gradient draws no random numbers; the method may, and return them. 'F(x, x)' calls it, line 2");

    [Fact]
    public void Recursion() => Analysis.Reports(
        Start + "[Gradient(nameof(F))] private static (Tensor, Tensor) G(Tensor x, Tensor gradient) => "
        + "(gradient, [|F(x, x)|]); }",
        "DLC0012: 'F' calls itself; a network has a fixed number of steps");

    [Fact]
    public void Shapes() => Analysis.Reports(
        Start + "[Gradient(nameof(F))] private static (Tensor, Tensor) G(Tensor x, Tensor gradient) => "
        + "[|(gradient, Sum(gradient * x))|]; }",
        "DLC2003: the gradient by 'y' of F is [], but 'y' is [N, 8]. 'F(x, x)' calls it, line 2");
}
