using System.Globalization;
using System.Text.Json;

namespace DLCompiler.Data.Tests.Encoders;

/// <summary>Encoders against scikit-learn's numbers (fixtures/make_encoders.py), their inverses, and their saved form.</summary>
public class EncoderTests
{
    private static readonly JsonElement Fixtures = Load();

    public static IEnumerable<object[]> Numbers =>
        from name in Fixtures.GetProperty("numbers").EnumerateArray().Select(n => n.GetProperty("name").GetString()!)
        from kind in new[] { "standardize", "min-max", "quantiles", "quantiles 7" }
        select new object[] { name, kind };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Numbers_are_those_of_scikit_learn(string name, string kind)
    {
        var fixture = Fixtures.GetProperty("numbers").EnumerateArray().Single(n => n.GetProperty("name").GetString() == name);
        var encoder = new TableEncoder { { "x", NumberEncoder(kind) } };
        encoder.Fit(Column(fixture.GetProperty("fitted")));
        var table = Column(fixture.GetProperty("encoded"));
        float[] actual = encoder.Encode(table);
        double[] expected = [.. fixture.GetProperty(kind).EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(expected.Length, actual.Length);
        double largest = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6 * largest);
        Assert.Equal(actual, TableEncoder.FromJson(encoder.ToJson()).Encode(table));
    }

    [Fact]
    public void Categories_are_those_of_scikit_learn()
    {
        string[] categories = [.. Fixtures.GetProperty("categories").EnumerateArray().Select(c => c.GetString()!)];
        var table = Table.Of(["x"], categories.Select(c => (string?[])[c]));
        foreach (var (kind, encoder) in new (string, Encoder)[]
        {
            ("one-hot", new OneHot()), ("ordinal", new Ordinal()), ("hashed 8", new Hashed(8)), ("hashed 5", new Hashed(5)),
        })
        {
            var all = new TableEncoder { { "x", encoder } };
            all.Fit(table);
            float[] expected = [.. Fixtures.GetProperty(kind).EnumerateArray().SelectMany(Row).Select(v => v.GetSingle())];
            Assert.Equal(expected, all.Encode(table));
            Assert.Equal(expected, TableEncoder.FromJson(all.ToJson()).Encode(table));
        }

        static IEnumerable<JsonElement> Row(JsonElement row) => row.ValueKind == JsonValueKind.Array ? row.EnumerateArray() : [row];
    }

    [Theory]
    [InlineData("standardize")]
    [InlineData("min-max")]
    [InlineData("number")]
    [InlineData("quantiles")]
    public void Decoding_undoes_encoding_of_numbers(string kind)
    {
        var random = new Random(3);
        string[] cells = [.. Enumerable.Range(0, 200).Select(_ => ((random.NextSingle() - 0.3f) * 1000).ToString(CultureInfo.InvariantCulture))];
        var table = Table.Of(["x"], cells.Select(c => (string?[])[c]));
        var encoder = new TableEncoder { { "x", NumberEncoder(kind).OrMissing() } };
        encoder.Fit(table);
        float[] codes = encoder.Encode(table);
        for (int row = 0; row < cells.Length; row++)
        {
            string decoded = Assert.Single(encoder.Decode(codes.AsSpan(row * 2, 2)))!;
            Assert.Equal(double.Parse(cells[row], CultureInfo.InvariantCulture), double.Parse(decoded, CultureInfo.InvariantCulture), 1e-3);
        }
    }

    [Fact]
    public void Decoding_undoes_encoding_of_categories_and_of_what_is_missing()
    {
        string?[] cells = ["red", null, "blue", "green", "red", null];
        var table = Table.Of(["a", "b"], cells.Select(c => (string?[])[c, c]));
        var encoder = new TableEncoder { { "a", new OneHot().OrMissing() }, { "b", new Ordinal(["green", "red", "blue"]).OrMissing() } };
        encoder.Fit(table);
        Assert.Equal(["a=blue", "a=green", "a=red", "a missing", "b", "b missing"], encoder.Names);
        float[] codes = encoder.Encode(table);
        Assert.Equal([0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1], codes[..12]);
        for (int row = 0; row < cells.Length; row++)
            Assert.Equal([cells[row], cells[row]], encoder.Decode(codes.AsSpan(row * 6, 6)));
    }

    [Fact]
    public void Nothing_but_the_training_rows_counts()
    {
        var table = Table.Of(["x"], [["1"], ["3"], ["100"]]);
        var encoder = new TableEncoder { { "x", new Standardize() } };
        encoder.Fit(table.Rows(..2));
        Assert.Equal([-1, 1, 98], encoder.Encode(table));
    }

    [Fact]
    public void Dates_are_cycles()
    {
        var table = Table.Of(["when"], [["2024-02-29T06:00:00"], ["2026-01-05"]]);
        var encoder = new TableEncoder { { "when", new DateCycles(Cycle.Day, Cycle.Week, Cycle.Month, Cycle.Year) } };
        float[] codes = encoder.Encode(table);
        Expect(codes.AsSpan(0, 8), 0.25, 3.25 / 7, 28.25 / 29, 59.25 / 366);
        Expect(codes.AsSpan(8, 8), 0, 0, 4.0 / 31, 4.0 / 365);
        Assert.Equal(codes, TableEncoder.FromJson(encoder.ToJson()).Encode(table));
        Assert.Equal(["sin(when.Day)", "cos(when.Day)"], encoder.Names.Take(2));

        static void Expect(ReadOnlySpan<float> code, params double[] shares)
        {
            for (int i = 0; i < shares.Length; i++)
            {
                Assert.Equal(Math.Sin(2 * Math.PI * shares[i]), code[2 * i], 1e-6);
                Assert.Equal(Math.Cos(2 * Math.PI * shares[i]), code[(2 * i) + 1], 1e-6);
            }
        }
    }

    [Fact]
    public void A_saved_form_that_is_damaged_says_so()
    {
        var table = Table.Of(["x", "y", "z"], [["1", "a", "2026-01-05"], ["2", "b", "2026-01-06"]]);
        var encoder = new TableEncoder
        {
            { "x", new Standardize().OrMissing() }, { "x", new Quantiles() }, { "y", new OneHot() }, { "y", new Hashed(3) },
            { "y", new Ordinal() }, { "x", new MinMax() }, { "z", new DateCycles(Cycle.Week) },
        };
        encoder.Fit(table);
        string json = encoder.ToJson();
        float[] codes = encoder.Encode(table);
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            char[] damaged = json.ToCharArray();
            for (int k = random.Next(1, 4); k > 0; k--) damaged[random.Next(damaged.Length)] = (char)random.Next(' ', 127);
            string text = random.Next(4) == 0 ? new string(damaged)[..random.Next(damaged.Length)] : new string(damaged);
            try
            {
                TableEncoder.FromJson(text);
            }
            catch (DataException e)
            {
                Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > 5_000);
        Assert.Equal(codes, TableEncoder.FromJson(json).Encode(table));
    }

    [Fact]
    public void What_cannot_be_undone_says_so()
    {
        Assert.Throws<NotSupportedException>(() => new Hashed(3).Decode([0, 0, 1]));
        Assert.Throws<NotSupportedException>(() => new DateCycles(Cycle.Day).Decode([0, 1]));
        Assert.Throws<InvalidOperationException>(() => new OneHot().Width);
        Assert.Throws<InvalidOperationException>(() => new TableEncoder { { "x", new Standardize() } }.ToJson());
    }

    private static Encoder NumberEncoder(string kind) => kind switch
    {
        "standardize" => new Standardize(),
        "min-max" => new MinMax(),
        "quantiles" => new Quantiles(),
        "quantiles 7" => new Quantiles(7),
        _ => new AsNumber(),
    };

    private static Table Column(JsonElement values) =>
        Table.Of(["x"], values.EnumerateArray().Select(v => (string?[])[v.GetDouble().ToString("R", CultureInfo.InvariantCulture)]));

    private static JsonElement Load()
    {
        using var stream = typeof(EncoderTests).Assembly.GetManifestResourceStream("encoders.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
