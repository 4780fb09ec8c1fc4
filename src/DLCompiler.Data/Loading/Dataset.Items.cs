namespace DLCompiler.Data;

public sealed partial class Dataset
{
    /// <summary>Makes a data set of items: their numbers are copied, the items are not kept.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="items">The items, one example each, in this order.</param>
    /// <param name="columns">Says which columns there are, and where an item has their numbers.</param>
    /// <exception cref="DataException">An item has another number of numbers than its column's shape; it says which.</exception>
    /// <exception cref="ArgumentException">Two columns have one name.</exception>
    /// <example>
    /// <code>
    /// var data = Dataset.From(people, of => of
    ///     .Float("age", p => p.Age)
    ///     .Floats("portrait", p => p.Pixels, 1, 28, 28)
    ///     .Int("label", p => p.IsMember ? 1 : 0));
    /// </code>
    /// </example>
    public static Dataset From<T>(IEnumerable<T> items, Action<ItemColumns<T>> columns)
    {
        ArgumentNullException.ThrowIfNull(items);
        var all = Declared(columns);
        if (items.TryGetNonEnumeratedCount(out int count)) all.Reserve(count);
        int row = 0;
        foreach (var item in items) all.Take(item, ++row);
        return all.ToDataset();
    }

    /// <summary>Makes a data set of items as they come: their numbers are copied, the items are not kept.</summary>
    /// <inheritdoc cref="From"/>
    /// <param name="items">The items, one example each, in this order.</param>
    /// <param name="columns">Says which columns there are, and where an item has their numbers.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Dataset> FromAsync<T>(
        IAsyncEnumerable<T> items, Action<ItemColumns<T>> columns, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var all = Declared(columns);
        int row = 0;
        await foreach (var item in items.WithCancellation(cancellation).ConfigureAwait(false)) all.Take(item, ++row);
        return all.ToDataset();
    }

    private static ItemColumns<T> Declared<T>(Action<ItemColumns<T>> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var declared = new ItemColumns<T>();
        columns(declared);
        return declared;
    }
}
