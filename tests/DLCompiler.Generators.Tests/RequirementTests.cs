using System.Globalization;
using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests;

/// <summary>
/// What must hold for sizes, stated or learnt from use: what the build decides is an error, all else is listed as hidden diagnostics.
/// </summary>
public class RequirementTests
{
    [Theory]
    [InlineData(
        "[|\"D % Heads == 0\"|]",
        "DLC1018: Net requires D % Heads == 0, but D % Heads is 2 (D = 6, Heads = 4)")]
    [InlineData("[|\"D < Heads\"|]", "DLC1018: Net requires D < Heads, but D is 6 and Heads is 4")]
    [InlineData("[|\"T > T+1\"|]", "DLC1018: Net requires T > T+1, which never holds")]
    [InlineData("[|\"T*2 % 2 == 1\"|]", "DLC1018: Net requires T*2 % 2 == 1, but T*2 % 2 is 0")]
    [InlineData(
        "\"D % [|H|] == 0\"", "DLC0008: no size is called 'H': no shape, binding or [Size] property declares it")]
    [InlineData(
        "@\"D % [|H|] == 0\"", "DLC0008: no size is called 'H': no shape, binding or [Size] property declares it")]
    [InlineData(
        "[|\"D \\u0025 H == 0\"|]", "DLC0008: no size is called 'H': no shape, binding or [Size] property declares it")]
    [InlineData(
        "\"D == 6 [|&|]& T == 1\"",
        "DLC0018: 'D == 6 && T == 1' is no requirement: '&' is unexpected at position 8. One compares two sizes, as in "
        + "'D % Heads == 0' or 'T >= 3'")]
    [InlineData(
        "[|\"\"|]",
        "DLC0018: '' is no requirement: it ends too early. One compares two sizes, as in 'D % Heads == 0' or 'T >= 3'")]
    [InlineData("[|\"T % (D - 6) == 0\"|]", "DLC1013: T is divided by 0")]
    public void What_the_build_decides_is_an_error(string requirement, string expected) => Analysis.Reports(
        $$"""
        [Model, Require({{requirement}})]
        public partial class Net
        {
            private const int Heads = 4, D = 6;
            [Forward] private Tensor Forward([Shape("N", "T", D)] Tensor x, [Shape("N", "T+1", D)] Tensor y) => Mean(x) + y;
        }
        """,
        expected);

    [Theory]
    [InlineData("D % Heads == 0")]
    [InlineData("T >= 1")]
    [InlineData("(2 * T + 1) % 2 != 0")]
    public void What_always_holds_is_not_mentioned(string requirement)
    {
        string source = $$"""
            [Model, Require("{{requirement}}")]
            public partial class Net
            {
                private const int Heads = 4, D = 8;
                [Forward] private Tensor Forward([Shape("N", "T", D)] Tensor x) => Relu(x);
            }
            """;
        Assert.Empty(Analysis.Run(source).Select(Analysis.Text));
        Assert.Empty(Analysis.Hidden("DLC1900", source));
    }

    [Fact]
    public void Each_use_of_a_block_is_decided_by_itself() => Analysis.Reports(
        """
        [Block, Require("D % Heads == 0")]
        public partial class Part
        {
            [Size] private partial int Heads { get; }
            [Forward] private Tensor Forward([Shape("N", "D")] Tensor x) => Relu(x);
        }

        [Model]
        public partial class Net
        {
            [Layer<Part>("Heads", 4)] private partial Tensor Good(Tensor x);
            [Layer<Part>("Heads", 3)] private partial Tensor Bad(Tensor x);
            [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => [|Bad(Good(x))|];
        }
        """,
        "DLC1018: Part requires D % Heads == 0, but D % Heads is 2 (D = 8, Heads = 3). 'D % Heads == 0' is in the block Part, "
        + "line 2");

    [Theory]
    [InlineData("Split(x, 4, axis: 1)[0]", "T % 4 == 0")]
    [InlineData("AvgPool1d(x, 3)", "C >= 3")]
    [InlineData("x[.., 2.., ..]", "T >= 3")]
    [InlineData("Reshape(x, \"N\", \"T\", -1, 8)", "C % 8 == 0")]
    [InlineData("Pad(x, axis: 1, before: x.Size(2) - 3, after: 0)", "C >= 3")]
    [InlineData("Split(x, sizes: [x.Size(1) - 2, 2], axis: 1)[0]", "T >= 3")]
    [InlineData("x + y", "T == M")]
    [InlineData("Half(x)", "C >= 2", "(C+1) % 2 == 0")]
    [InlineData("TopK(x, 5).Values", "C >= 5")]
    public void What_is_learnt_from_use_is_listed(string expression, params string[] conditions)
    {
        string source = $$"""
            [Block]
            public partial class Part
            {
                [Forward] private Tensor Forward([Shape("N", "T", "2*K+1")] Tensor x) => Relu(x);
            }

            [Model]
            public partial class Net
            {
                [Layer<Part>] private partial Tensor Half(Tensor x);
                [Forward] private Tensor Forward([Shape("N", "T", "C")] Tensor x, [Shape("N", "M", "C")] Tensor y) =>
                    Relu({{expression}}) * Mean(y);
            }
            """;
        Assert.DoesNotContain(Analysis.Run(source), d => d.Severity == DiagnosticSeverity.Error);
        var found = Analysis.Hidden("DLC1900", source).Select(d => d.GetMessage(CultureInfo.InvariantCulture))
            .Select(m => m["whether ".Length..m.IndexOf(" is checked", StringComparison.Ordinal)]);
        Assert.Equal(conditions.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_loss_states_of_a_result_is_listed() => Assert.Equal(
        "whether T == M is checked at run time: 'y' is declared [N, M], but result 1 of Forward is [N, T]",
        Assert.Single(Analysis.Hidden("DLC1900", """
            [Model]
            public partial class Net
            {
                [Parameter(1)] private partial Tensor Scale { get; }
                [Forward] private Tensor Forward([Shape("N", "T")] Tensor x) => Scale * x;
                [Loss] private static Tensor Loss([Shape("N", "M")] Tensor y, [Shape("N", "M")] Tensor target) => Mse(y, target);
            }
            """)).GetMessage(CultureInfo.InvariantCulture));
}
