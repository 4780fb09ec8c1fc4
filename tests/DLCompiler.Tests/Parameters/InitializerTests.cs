using DLCompiler.Runtime;

namespace DLCompiler.Tests.Parameters;

public class InitializerTests
{
    private static float[] Values(Initializer initializer, int seed, string name, params int[] shape)
    {
        var store = new ParameterStore("M", [new(name, shape, true, initializer)]);
        store.Initialize(seed);
        return store.Span(0).ToArray();
    }

    [Fact]
    public void Uniform_values_fill_their_range_evenly()
    {
        float[] values = Values(Initializer.Uniform(0.5f), 1, "w", 200, 200);
        Assert.All(values, v => Assert.InRange(v, -0.5f, 0.5f));
        Assert.InRange(values.Average(), -0.005, 0.005);
        Assert.InRange(values.Average(v => v * v), (1 / 12.0) - 0.001, (1 / 12.0) + 0.001);
        Assert.InRange(values.Count(v => v > 0.25f), 9_700, 10_300);
    }

    [Fact]
    public void Normal_values_have_the_moments()
    {
        float[] values = Values(Initializer.Normal(2), 1, "w", 40_000);
        Assert.InRange(values.Average(), -0.03, 0.03);
        Assert.InRange(values.Average(v => v * v), 3.9, 4.1);
        Assert.InRange(values.Average(v => Math.Pow(v / 2, 3)), -0.05, 0.05);
        Assert.InRange(values.Average(v => Math.Pow(v / 2, 4)), 2.85, 3.15);
    }

    [Theory]
    [InlineData(8, 20)]
    [InlineData(20, 8)]
    [InlineData(12, 12)]
    public void Orthogonal_rows_or_columns_are_orthonormal(int rows, int columns)
    {
        float[] w = Values(Initializer.Orthogonal(3), 1, "w", rows, columns);
        bool wide = rows <= columns;
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double dot = 0;
                for (int i = 0; i < length; i++) dot += (double)At(a, i) * At(b, i);
                Assert.Equal(a == b ? 9 : 0, dot, 1e-5);
            }
        }

        float At(int vector, int i) => wide ? w[(vector * columns) + i] : w[(i * columns) + vector];
    }

    [Fact]
    public void Constants_are_constant() =>
        Assert.Equal([0.25f, 0.25f], Values(Initializer.Constant(0.25f), 1, "b", 2));

    [Fact]
    public void Seeds_and_names_decide()
    {
        float[] values = Values(Initializer.Normal(1), 1, "a", 8);
        Assert.Equal(values, Values(Initializer.Normal(1), 1, "a", 8));
        Assert.NotEqual(values, Values(Initializer.Normal(1), 2, "a", 8));
        Assert.NotEqual(values, Values(Initializer.Normal(1), 1, "b", 8));
        Assert.Equal(values, Values(Initializer.Normal(1), 1, "a", 16)[..8]);
    }

    // The same numbers on every machine, today and tomorrow: saved experiments depend on them.
    [Fact]
    public void Bits_are_pinned()
    {
        Assert.Equal("3E25CB76 3DA67D88 BF1E35FA 3ED180A7 3DB08EBC 3F01F2DD", Bits(Initializer.Uniform(1)));
        Assert.Equal("3EE97104 3F9DD7F4 3E9CF5CA 3F6EF34D 3F9A2B1E BF84DBC4", Bits(Initializer.Normal(1)));
        Assert.Equal("3EACEB13 3F69D72B 3E68881D 3EC1512B 3DB755D3 BF6BF0C8", Bits(Initializer.Orthogonal(1)));

        static string Bits(Initializer initializer) =>
            string.Join(
                " ",
                Values(initializer, 42, "Hidden.weight", 2, 3).Select(v => $"{BitConverter.SingleToInt32Bits(v):X8}"));
    }

    [Fact]
    public void Own_functions_agree_with_libm()
    {
        for (int i = 1; i <= 10_000; i++)
        {
            double x = i / 10_000.0;
            Numbers.Close(Math.Log(x), PortableMath.Log(x), 1e-15);
            Numbers.Close(Math.Cos(2 * Math.PI * (x - 1e-4)), PortableMath.CosOfTurns(x - 1e-4), 1e-15);
        }

        Numbers.Close(Math.Log(Math.ScaleB(1, -53)), PortableMath.Log(Math.ScaleB(1, -53)), 1e-15);
    }
}
