using System.Text;

namespace DLCompiler.Data.Tests.Tables;

/// <summary>Reading comma-separated values, right ones and damaged ones.</summary>
public sealed class TableTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");

    [Fact]
    public void Cells_with_quotation_marks_commas_and_line_breaks()
    {
        var table = Table.Parse("name,says\r\nAnn,\"a \"\"b\"\", c\"\r\n\"Bob\nJr.\",\r\n");
        Assert.Equal(["name", "says"], table.Columns);
        Assert.Equal(2, table.Count);
        Assert.Equal("a \"b\", c", table["says"][0].Text);
        Assert.Equal("Bob\nJr.", table["name"][1].Text);
        Assert.True(table["says"][1].IsMissing);
        Assert.Equal("row 3, column 'name'", table["name"][1].Place.ToString());
    }

    [Fact]
    public void Other_delimiters_names_and_words_for_missing()
    {
        var table = Table.Parse("1;-\n2;3", new CsvOptions { Delimiter = ';', HasHeader = false, Columns = ["a", "b"], Missing = ["-"] });
        Assert.Equal(["a", "b"], table.Columns);
        Assert.True(table["b"][0].IsMissing);
        Assert.Equal("3", table["b"][1].Text);
        Assert.Equal(["0", "1"], Table.Parse("1,2\n", new CsvOptions { HasHeader = false }).Columns);
    }

    [Fact]
    public void Rows_keep_their_places()
    {
        var table = Table.Parse("x\n10\n20\n30\n").Rows([2, 0, 2]);
        Assert.Equal(["30", "10", "30"], Enumerable.Range(0, 3).Select(row => table["x"][row].Text));
        Assert.Equal(4, table["x"][0].Place.Row);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Rows([3]));
    }

    [Theory]
    [InlineData("a,b\n1,2\n1\n", "row 3: has 1 cells where there are 2 columns")]
    [InlineData("a,b\n1,2,3\n", "row 2: has 3 cells where there are 2 columns")]
    [InlineData("a,a\n1,2\n", "column 'a': two columns have this name")]
    [InlineData("", "is empty: there is no row that names the columns")]
    public void Damage_is_found(string text, string message)
    {
        Assert.Equal(message, Assert.Throws<DataException>(() => Table.Parse(text)).Message);
        File.WriteAllText(_file, text);
        string separator = message.StartsWith("is ", StringComparison.Ordinal) ? ": " : ", ";
        Assert.Equal(
            $"{Path.GetFileName(_file)}{separator}{message}", Assert.Throws<DataException>(() => Table.Read(_file)).Message);
    }

    [Fact]
    public void Bytes_that_are_no_characters_are_found()
    {
        File.WriteAllBytes(_file, [.. "name\nAnn\nJos"u8, 0xE9, .. "\n"u8]);
        var error = Assert.Throws<DataException>(() => Table.Read(_file));
        Assert.Contains("is no text in utf-8: give the file's encoding by CsvOptions.Encoding", error.Message, StringComparison.Ordinal);
        Assert.Equal("José", Table.Read(_file, new CsvOptions { Encoding = Encoding.Latin1 })["name"][1].Text);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_a_name()
    {
        File.WriteAllText(_file, "größe\n1\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(["größe"], Table.Read(_file).Columns);
        File.WriteAllText(_file, "größe\n1\n", Encoding.Unicode);
        Assert.Equal(["größe"], Table.Read(_file).Columns);
    }

    [Fact]
    public void A_file_that_is_not_there()
    {
        var error = Assert.Throws<DataException>(() => Table.Read(_file));
        Assert.StartsWith($"{_file}: cannot be read", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever bytes a file has, it is a table or a <see cref="DataException"/>.</summary>
    [Fact]
    public void Damaged_bytes_give_a_table_or_an_error_that_says_where()
    {
        byte[] original = Encoding.UTF8.GetBytes(
            "id,name,score,when\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},\"n\"\"{i}, é\",{i * 0.5},2026-01-{i + 1:00}\n")));
        byte[] favourites = [(byte)'"', (byte)',', (byte)'\n', (byte)'\r', 0, 0xFF, 0xC3, 0xEF];
        var random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] bytes = [.. original];
            for (int k = random.Next(1, 5); k > 0; k--)
            {
                bytes[random.Next(bytes.Length)] =
                    random.Next(2) == 0 ? favourites[random.Next(favourites.Length)] : (byte)random.Next(256);
            }

            if (random.Next(3) == 0) bytes = bytes[..random.Next(bytes.Length)];
            try
            {
                var table = CsvTableOf(bytes);
                Assert.InRange(table.Count, 0, bytes.Length);
            }
            catch (DataException e)
            {
                Assert.NotEqual("", e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 1_000, 9_999);
    }

    public void Dispose() => File.Delete(_file);

    private Table CsvTableOf(byte[] bytes)
    {
        File.WriteAllBytes(_file, bytes);
        return Table.Read(_file);
    }
}
