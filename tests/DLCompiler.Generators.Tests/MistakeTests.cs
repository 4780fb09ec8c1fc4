using DLCompiler.Generators.Tests.Helpers;
using DLCompiler.Testing;
using Microsoft.CodeAnalysis.CSharp;

namespace DLCompiler.Generators.Tests;

/// <summary>Mistakes whose diagnostic must be the only one, be on the smallest span, and name the right thing.</summary>
public class MistakeTests
{
    private const string Layer = "[Linear(8)] private partial Tensor A(Tensor z);";
    private const string Forward = "[Forward] private Tensor F([Shape(\"N\", 8)] Tensor x) => A(x);";
    private const string Piece =
        "[Block] public partial class P { [Linear(\"K\")] private partial Tensor B(Tensor z); [Forward] private Tensor F([Shape(\"N\", \"D\")] Tensor x) => B(x); } ";

    [Theory]
    [InlineData(
        "static class S { public static Tensor H(Tensor x) => Softmax(x, axis: [|3|]); } "
        + "[Model] public partial class Net { [Forward] private Tensor F([Shape(\"N\", 8)] Tensor x) => S.H(x); } "
        + "[Model] public partial class Other { [Forward] private Tensor F([Shape(\"N\", 8)] Tensor x) => S.H(x); }",
        "DLC1002")]
    [InlineData(
        "[Block] public partial class P { [Layer<Q>] private partial Tensor B(Tensor z); [Forward] private Tensor F([Shape(\"N\")] Tensor x) => [|B(x)|]; } "
        + "[Block] public partial class Q { [Layer<P>] private partial Tensor B(Tensor z); [Forward] private Tensor F([Shape(\"N\")] Tensor x) => B(x); } "
        + "[Model] public partial class Net { [Layer<Q>] private partial Tensor B(Tensor z); [Forward] private Tensor F([Shape(\"N\")] Tensor x) => B(x); }",
        "DLC0011")]
    [InlineData("[Model] public partial class Net { [Linear(8, Tied = nameof([|E|]))] private partial Tensor A(Tensor z); " + Forward + " }", "CS0103")]
    [InlineData(
        "[Model] public partial class Net { [[|Linear|](8)] private partial Tensor P { get; } [Forward] private Tensor F([Shape(\"N\", 8)] Tensor x) => x * P; }", "CS0592")]
    public void Has_one_diagnostic(string marked, string rule) => Assert.Equal(rule, Analysis.Only(marked).Id);

    [Theory]
    [InlineData(
        Layer + " [Forward] private Tensor F([Shape(\"N\", 8)] Tensor y) => [|Reshape(A(y), \"x\", 8)|];",
        "DLC0008: no size is called 'x': no shape, binding or [Size] property declares it. 'A(y)' is [N, 8], line 2")]
    [InlineData(
        "[Layer<P>(\"K\", 8, Repeat = [|4097|])] private partial Tensor A(Tensor z); " + Forward,
        "DLC0010: Repeat must be a constant from 1 to 4096")]
    [InlineData(
        "[Linear([|typeof(int)|])] private partial Tensor A(Tensor z); " + Forward,
        "DLC0010")]
    [InlineData("[Linear([|DayOfWeek.Friday|])] private partial Tensor A(Tensor z); " + Forward, "DLC0010")]
    [InlineData(
        "[Parameter([|3000000000|])] private partial Tensor G { get; } [Forward] private Tensor F([Shape(\"N\", 8)] Tensor x) => x * G;",
        "DLC0007: a dimension is at least 1 and at most 2147483647, not 3000000000")]
    [InlineData(
        "private const int D = 8; [Linear(\"[|D|]/2\")] private partial Tensor A(Tensor z); " + Forward,
        "DLC0008: 'D' is a const, which C# computes with: write D/2 without quotes")]
    [InlineData(
        "[Forward, Loss] private Tensor [|F|]([Shape(\"N\", 8)] Tensor x) => Mean(x);",
        "DLC0013: the loss F is declared wrong: it is [Forward], whose results a loss takes")]
    [InlineData(
        "[[|Layer<P[]>|]] private partial Tensor A(Tensor z); " + Forward,
        "DLC0011: P[] is not marked [Block]")]
    [InlineData(
        "[Forward] private extern Tensor [|F|]([Shape(\"N\", 8)] Tensor x);",
        "DLC0002: F cannot be part of a network: it has no body")]
    [InlineData(
        "[Forward] private Tensor F([Shape(\"N\", 8)] ref Tensor [|x|]) => x;",
        "DLC0002: F cannot be part of a network: it has the ref parameter 'x'")]
    [InlineData(
        "[MultiHeadAttention(8, KeyHeads = [|3|])] private partial Tensor A(Tensor z); "
        + "[Forward] private Tensor F([Shape(\"N\", 4, 8)] Tensor x) => A(x);",
        "DLC1015: 8 heads of queries cannot share 3 heads of keys evenly")]
    [InlineData("[Linear(8, Init = [|(Init)77|])] private partial Tensor A(Tensor z); " + Forward, "DLC0010: no initialiser is called 77")]
    [InlineData("[Layer<P>(\"K\", [|-3|])] private partial Tensor A(Tensor z); " + Forward, "DLC1012: 'K' must be at least 1, not -3")]
    [InlineData(
        Layer + " [Linear(4, Tied = [|nameof(A)|])] private partial Tensor B(Tensor z); [Forward] private Tensor F([Shape(\"N\", 8)] Tensor x) => B(A(x));",
        "DLC1009: an earlier call made 'A.weight' [8, 8], and this one needs [4, 8]")]
    public void Is_named_where_it_is(string marked, string expected) => Assert.StartsWith(
        expected, Analysis.Text(Analysis.Only(Piece + "[Model] public partial class Net { " + marked + " }")), StringComparison.Ordinal);

    [Fact]
    public void Only_what_is_generic_is_called_so() => Analysis.Reports(
        "public partial class Outer<T> { [Model] public partial class [|Net|] { [Forward] private Tensor F([Shape(\"N\", 8)] Tensor x) => Relu(x); } }",
        "DLC0014: Net cannot be compiled: the type around it, Outer, is generic");

    /// <summary>Half-typed, it is no method.</summary>
    [Fact]
    public void A_loss_without_a_type_is_for_CSharp() => Assert.DoesNotContain(
        Analysis.Run("[Model] public partial class Net { " + Layer + Forward + " [Loss] static L(Tensor y) => Mean(y); }"),
        d => d.Id.StartsWith("DLC", StringComparison.Ordinal));

    [Fact]
    public void Extension_blocks_are_called_so()
    {
        const string Source = "static class E { extension(Tensor x) { public Tensor Scaled(float k) => x * k; } } "
            + "[Model] public partial class Net { [Forward] private Tensor F([Shape(\"N\", 8)] Tensor x) => x.Scaled(3); }";
        var options = new CompileOptions { LanguageVersion = LanguageVersion.Preview };
        var found = Assert.Single(ModelCompiler.Compile(options, "using DLCompiler; using static DLCompiler.Ops; " + Source).Diagnostics);
        Assert.Equal(
            "DLC0002: 'x.Scaled(3)' cannot be part of a network: networks do not read extension blocks; "
            + "a static method with 'this' before its first parameter does the same",
            Analysis.Text(found));
    }
}
