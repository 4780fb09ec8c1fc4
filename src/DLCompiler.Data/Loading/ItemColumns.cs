namespace DLCompiler.Data;

/// <summary>The columns that <see cref="Dataset.From"/> makes of items: what each is called, and which numbers of an item it has.</summary>
/// <typeparam name="T">The items.</typeparam>
public sealed class ItemColumns<T>
{
    private readonly List<IItemColumn<T>> _columns = [];

    internal ItemColumns()
    {
    }

    /// <summary>A column of one float an item.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number of an item.</param>
    public ItemColumns<T> Float(string name, Func<T, float> value) => Add(new SingleColumn<T, float>(name, value));

    /// <summary>A column of one integer an item: a label.</summary>
    /// <inheritdoc cref="Float"/>
    public ItemColumns<T> Int(string name, Func<T, int> value) => Add(new SingleColumn<T, int>(name, value));

    /// <summary>A column of several floats an item.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The numbers of an item, [shape], row-major. They are copied.</param>
    /// <param name="shape">The sizes, outermost first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public ItemColumns<T> Floats(string name, Func<T, ReadOnlyMemory<float>> values, params ReadOnlySpan<int> shape) =>
        Add(new SeveralColumn<T, float>(name, values, shape));

    /// <summary>A column of several integers an item: tokens.</summary>
    /// <inheritdoc cref="Floats"/>
    public ItemColumns<T> Ints(string name, Func<T, ReadOnlyMemory<int>> values, params ReadOnlySpan<int> shape) =>
        Add(new SeveralColumn<T, int>(name, values, shape));

    /// <summary>Makes room for so many items at once, where their number is known.</summary>
    internal void Reserve(int items)
    {
        foreach (var column in _columns) column.Reserve(items);
    }

    internal void Take(T item, int row)
    {
        foreach (var column in _columns) column.Take(item, row);
    }

    internal Dataset ToDataset()
    {
        var data = new Dataset();
        foreach (var column in _columns) column.AddTo(data);
        return data;
    }

    private ItemColumns<T> Add(IItemColumn<T> column)
    {
        _columns.Add(column);
        return this;
    }
}
