namespace DLCompiler.Data;

/// <summary>
/// Some examples side by side, as a network's step takes them. A loader fills the same memory again: a batch holds until the next
/// one is asked for.
/// </summary>
public sealed class Batch : IBatch
{
    private readonly Dataset _data;
    private readonly (DataColumn Column, Array Values)[] _columns;
    private readonly int[] _examples;
    private readonly Dictionary<string, float[]> _copies = [];

    internal Batch(Dataset data, int size)
    {
        _data = data;
        _examples = new int[size];
        _columns = [.. data.Columns.Select(c => (c, c.Buffer(size)))];
    }

    /// <summary>The number of examples: the last batch of an epoch may have fewer than the others.</summary>
    public int Count { get; private set; }

    /// <summary>The numbers that the examples have in the data set.</summary>
    public ReadOnlySpan<int> Examples => _examples.AsSpan(0, Count);

    /// <summary>The values of a column: [<see cref="Count"/>, its <see cref="DataColumn.Shape"/>], row-major.</summary>
    /// <param name="column">Its name.</param>
    /// <exception cref="ArgumentException">There is no such column of floats.</exception>
    public Span<float> Floats(string column) => Values<float>(column);

    /// <inheritdoc cref="Floats"/>
    /// <exception cref="ArgumentException">There is no such column of integers.</exception>
    public Span<int> Ints(string column) => Values<int>(column);

    /// <inheritdoc/>
    public int Size(string column, int axis)
    {
        var found = _columns.FirstOrDefault(c => c.Column.Name == column).Column ?? throw _data.NoColumn(column);
        if (axis == 0) return Count;
        if ((uint)axis <= (uint)found.Shape.Count) return found.Shape[axis - 1];
        string sizes = string.Join(", ", found.Shape.Prepend(Count));
        throw new ArgumentException($"Column '{column}' is [{sizes}]: it has no axis {axis}.", nameof(axis));
    }

    ReadOnlySpan<float> IBatch.Floats(string column) => Floats(column);

    ReadOnlySpan<int> IBatch.Ints(string column) => Ints(column);

    internal void Fill(ReadOnlySpan<int> examples)
    {
        examples.CopyTo(_examples);
        Count = examples.Length;
        foreach (var (column, values) in _columns)
        {
            for (int i = 0; i < examples.Length; i++) column.Copy(_data.RowOf(examples[i]), values, i);
        }
    }

    /// <summary>A copy of a column of floats as it is now, in memory that the batch keeps for the next one.</summary>
    internal ReadOnlySpan<float> Copied(string column)
    {
        var values = Floats(column);
        if (!_copies.TryGetValue(column, out float[]? copy) || copy.Length < values.Length)
            _copies[column] = copy = new float[values.Length];
        values.CopyTo(copy);
        return copy.AsSpan(0, values.Length);
    }

    private Span<T> Values<T>(string name)
        where T : unmanaged
    {
        foreach (var (column, values) in _columns)
        {
            if (column.Name == name && values is T[] found) return found.AsSpan(0, Count * column.Width);
        }

        // There is none, and it says why.
        _data.Column<T>(name);
        return [];
    }
}
