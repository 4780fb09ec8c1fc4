namespace DLCompiler.Data.Tests.Loading;

public class ColumnShapeTests
{
    [Fact]
    public void A_batch_answers_by_the_shape()
    {
        var data = new Dataset
        {
            { "image", new float[10 * 784], 1, 28, 28 },
            { "flat", new float[20], 2 },
            { "label", new int[10] },
            { "scalar", new int[10], [] },
            { "tokens", new int[60], 2, 3 },
        };
        Assert.Equal([[1, 28, 28], [2], [1], [], [2, 3]], data.Columns.Select(c => c.Shape));
        Assert.Equal([784, 2, 1, 1, 6], data.Columns.Select(c => c.Width));
        var batch = new DataLoader(data.Take(2..), new LoaderOptions { BatchSize = 7 }).Epoch(0).First();
        Assert.Equal([7, 1, 28, 28], Enumerable.Range(0, 4).Select(a => batch.Size("image", a)));
        Assert.Equal([7, 2], Enumerable.Range(0, 2).Select(a => batch.Size("flat", a)));
        Assert.Equal([7, 1], Enumerable.Range(0, 2).Select(a => batch.Size("label", a)));
        Assert.Equal([7, 2, 3], Enumerable.Range(0, 3).Select(a => batch.Size("tokens", a)));
        Assert.Equal(7, batch.Size("scalar", 0));
        Assert.Contains("[7, 1, 28, 28]: it has no axis 4", Refusal(() => batch.Size("image", 4)), StringComparison.Ordinal);
        Assert.Contains("[7]: it has no axis 1", Refusal(() => batch.Size("scalar", 1)), StringComparison.Ordinal);
        Assert.Contains("no axis -1", Refusal(() => batch.Size("flat", -1)), StringComparison.Ordinal);
        Assert.Contains("no column 'other'", Refusal(() => batch.Size("other", 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused()
    {
        Assert.Contains("examples of 6", Refusal(() => new Dataset { { "x", new float[20], 2, 3 } }), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset { { "x", new float[20], 2, 0 } });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset { { "x", new float[20], 0 } });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset { { "x", new float[20], 1 << 16, 1 << 16 } });
    }

    [Fact]
    public void Bytes_become_floats()
    {
        byte[] bytes = [.. Enumerable.Range(0, 3 * 67).Select(i => (byte)(i * 5))];
        var data = new Dataset();
        data.AddBytes("image", bytes, 0.5f, 67);
        Assert.Equal(bytes.Select(b => b * 0.5f), data.Floats("image"));
    }

    private static string Refusal(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;
}
