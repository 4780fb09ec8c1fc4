using System.Runtime.CompilerServices;

namespace DLCompiler.Data.Tests.Loading;

public class DatasetFromTests
{
    private sealed record Item(float Age, float[] Pixels, int Label, ReadOnlyMemory<int> Tokens);

    private static readonly Item[] Items =
        [.. Enumerable.Range(0, 1000).Select(i => new Item(i / 2f, [i, i + 1, i + 2, i + 3], i % 3, new[] { i, -i }))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Items_become_columns(bool isCounted)
    {
        var items = isCounted ? Items : Items.Where(i => i.Age >= 0);
        Check(Dataset.From(items, Columns));
        var none = Dataset.From(Items[..0], Columns);
        Assert.Equal(0, none.Count);
        Assert.Equal([4, 1, 1, 2], none.Columns.Select(c => c.Width));
    }

    [Fact]
    public async Task Items_that_come_one_after_another_become_columns()
    {
        Check(await Dataset.FromAsync(Later(), Columns));
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Dataset.FromAsync(Later(), Columns, cancel.Token));
    }

    [Fact]
    public void An_item_that_does_not_fit_is_told()
    {
        var items = Items.Take(5).Append(Items[0] with { Pixels = [1, 2, 3] });
        Assert.Equal(
            "row 6, column 'image': has 3 numbers, but 1 × 2 × 2 are 4",
            Assert.Throws<DataException>(() => Dataset.From(items, Columns)).Message);
        Assert.Throws<ArgumentException>(() => Dataset.From(Items, of => of.Int("a", i => i.Label).Int("a", i => i.Label)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.From(Items, of => of.Floats("a", i => i.Pixels, 0)));
    }

    private static void Columns(ItemColumns<Item> of) => of
        .Floats("image", i => i.Pixels, 1, 2, 2)
        .Float("age", i => i.Age)
        .Int("label", i => i.Label)
        .Ints("tokens", i => i.Tokens, 2);

    private static void Check(Dataset data)
    {
        Assert.Equal(Items.Length, data.Count);
        Assert.Equal(Items.SelectMany(i => i.Pixels), data.Floats("image"));
        Assert.Equal(Items.Select(i => i.Age), data.Floats("age"));
        Assert.Equal(Items.Select(i => i.Label), data.Ints("label"));
        Assert.Equal(Items.SelectMany(i => i.Tokens.ToArray()), data.Ints("tokens"));
        Assert.Equal([1, 2, 2], data.Columns[0].Shape);
    }

    private static async IAsyncEnumerable<Item> Later([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var item in Items)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
