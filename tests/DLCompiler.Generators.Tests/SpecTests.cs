using DLCompiler.Compiler.Specs;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

public class SpecTests
{
    /// <summary>A body with every kind of statement and expression that networks have.</summary>
    public const string Everything = """
        [Model]
        public partial class Net
        {
            private const int Width = 8;

            [Linear(Width)] private partial Tensor Hidden(Tensor x);
            [Linear(Width, In = 8, Bias = false)] private partial Tensor Shared(Tensor x);
            [Parameter(Width, Init = Init.Ones)] private partial Tensor Gamma { get; }

            private static int Twice => 2 * Width;

            [Forward]
            private (Tensor Output, Tensor) Forward([Shape("N", 4)] Tensor x, [Shape("N", 4)] Tensor y)
            {
                int size = x.Size(1), rank = x.Rank;
                var h = Hidden(x);
                for (int i = 0; i < 3; i++)
                {
                    if (i == 1)
                    {
                        continue;
                    }
                    else
                    {
                        h = Relu(Shared(h));
                    }
                }

                foreach (float slope in new[] { 0.1f, 0.2f })
                {
                    h = LeakyRelu(h, negativeSlope: slope);
                }

                h += Scaled(h, factor: size > 3 && rank != 5 ? 0.5f : -1f);
                h *= Gamma;
                var (a, b) = (h[.., 1..^1], h[^1]);
                (_, a) = (b, h[.., 1..^1]);
                Tensor[] parts = [h, .. Split(h, 2, 0)];
                parts[0] = parts[^1];
                var pair = (first: a, second: parts[parts.Length - 1]);
                float scale = 1f / MathF.Sqrt(size) + (float)size * (1 - (size - 2));
                string dims = size switch { 1 => "N", > 2 and < 9 => "N", _ => throw new ArgumentException("no such size") };
                var s = Reshape(Local(pair.first), dims, -1);
                var (walked, last) = Scan(h, h[0], (row, state) => (row - state, Tanh(state) * scale), axis: 0);
                (_, last) = Scan(walked, last, (row, state) =>
                {
                    var next = state + row;
                    return (next, next);
                }, axis: 0, reverse: true);
                (_, last) = Scan([h, walked], last, Both, axis: 0);
                return (Concat([s, s[.., ..2]], axis: 1) - scale / (2f + h), last - pair.second);

                (Tensor, Tensor) Both(Tensor[] rows, Tensor state) => (rows[0], rows[1] + state);
                Tensor Local(Tensor t) => size is 4 or not 5 ? t * Twice : t;
            }

            private static Tensor Scaled(Tensor t, float factor)
            {
                return t * factor;
            }
        }
        """;

    [Fact]
    public void EqualSourcesGiveEqualSpecs()
    {
        var first = Sources.Model(Sources.Compile(Everything)).Spec;
        var second = Sources.Model(Sources.Compile("// a comment moves every position\n" + Everything)).Spec;
        Assert.Equal("", first.Refusal?.Message ?? "");
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    [Theory]
    [InlineData("Width = 8", "Width = 9")]
    [InlineData("-1f", "-2f")]
    [InlineData("0.1f", "-0.1f")]
    [InlineData("Init.Ones", "Init.Zeros")]
    [InlineData("Twice => 2", "Twice => 3")]
    [InlineData("return t * factor", "return t + factor")]
    [InlineData("row - state", "row + state")]
    [InlineData("last, Both", "last, (a, b) => Both(a, b)")]
    [InlineData("\"N\", 4)] Tensor x", "\"N\", 5)] Tensor x")]
    public void AnyChangeChangesTheSpec(string old, string changed)
    {
        string source = Everything.Replace(old, changed, StringComparison.Ordinal);
        Assert.NotEqual(Everything, source);
        Assert.NotEqual(Sources.Model(Sources.Compile(Everything)).Spec, Sources.Model(Sources.Compile(source)).Spec);
    }

    [Fact]
    public void PrintedBodiesParseToThemselves()
    {
        var spec = (ModelSpec)Sources.Model(Sources.Compile(Everything)).Spec;
        string printed = SpecPrinter.Statements(spec.Forward!.Body);
        int start = Everything.IndexOf("int size", StringComparison.Ordinal), end = Everything.IndexOf(
            "(Tensor, Tensor) Both", StringComparison.Ordinal);
        string source = Everything[..start] + printed + Everything[end..];
        var again = (ModelSpec)Sources.Model(Sources.Compile(source)).Spec;
        Assert.Equal("", again.Refusal?.Message ?? "");
        Assert.Equal(printed, SpecPrinter.Statements(again.Forward!.Body));
        Assert.Equal(spec.Forward.Body.Nodes, again.Forward.Body.Nodes);
    }
}
