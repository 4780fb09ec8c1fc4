namespace DLCompiler.Data.Tests.Encoders;

/// <summary>Cells that an encoder does not take: the message names file, row and column, and what to do.</summary>
public sealed class WrongCellTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");

    [Fact]
    public void No_number() => Expect(
        new Standardize(), "x\n1\nabc\n", "row 3, column 'x': 'abc' is no finite number");

    [Theory]
    [InlineData("1e999")]
    [InlineData("Infinity")]
    [InlineData("1,5,x")]
    public void No_finite_number(string cell) => Expect(
        new MinMax(), $"x\n1\n\"{cell}\"\n", $"row 3, column 'x': '{cell}' is no finite number");

    [Fact]
    public void A_missing_number() => Expect(
        new Standardize(), "x,y\n1,1\nNaN,2\n",
        "row 3, column 'x': the cell is missing, where a number is needed: fill it, or append OrMissing() to the encoder");

    [Fact]
    public void A_missing_category() => Expect(
        new OneHot(), "x,y\na,1\n,2\n",
        "row 3, column 'x': the cell is missing, where a category is needed: fill it, or append OrMissing() to the encoder");

    [Fact]
    public void No_date() => Expect(
        new DateCycles(Cycle.Day) { Format = "dd.MM.yyyy" }, "x\n2026-01-05\n",
        "row 2, column 'x': '2026-01-05' is no date in the form dd.MM.yyyy");

    [Fact]
    public void An_unknown_category()
    {
        File.WriteAllText(_file, "x\na\nb\nc\n");
        var table = Table.Read(_file);
        var encoder = new TableEncoder { { "x", new OneHot() } };
        encoder.Fit(table.Rows(..2));
        var error = Assert.Throws<DataException>(() => encoder.Encode(table));
        Assert.Equal(
            $"{Path.GetFileName(_file)}, row 4, column 'x': 'c' is none of the 2 categories 'a', 'b': the encoder's option "
            + "Unknown.Ignore lets it pass",
            error.Message);
        var ignoring = new TableEncoder { { "x", new OneHot(Unknown.Ignore) }, { "x", new Ordinal(Unknown.Ignore) } };
        ignoring.Fit(table.Rows(..2));
        Assert.Equal([1, 0, 0, 0, 1, 1, 0, 0, -1], ignoring.Encode(table));
        Assert.Equal([null, null], ignoring.Decode([0, 0, -1]));
    }

    [Fact]
    public void No_rows()
    {
        var error = Assert.Throws<DataException>(() => new TableEncoder { { "x", new Standardize() } }.Fit(Table.Parse("x\n")));
        Assert.Equal("has no rows to fit encoders to", error.Message);
    }

    [Fact]
    public void No_such_column()
    {
        var error = Assert.Throws<ArgumentException>(() => new TableEncoder { { "z", new OneHot() } }.Fit(Table.Parse("x,y\n1,2\n")));
        Assert.StartsWith("There is no column 'z' in the table; there are 'x', 'y'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_encoder_for_two_columns()
    {
        var encoder = new Standardize();
        Assert.Throws<ArgumentException>(() => new TableEncoder { { "x", encoder }, { "y", encoder } });
    }

    public void Dispose() => File.Delete(_file);

    private void Expect(Encoder encoder, string text, string message)
    {
        File.WriteAllText(_file, text);
        var table = Table.Read(_file);
        var all = new TableEncoder { { "x", encoder } };
        var error = Assert.Throws<DataException>(() =>
        {
            all.Fit(table);
            all.Encode(table);
        });
        Assert.Equal($"{Path.GetFileName(_file)}, {message}", error.Message);
    }
}
