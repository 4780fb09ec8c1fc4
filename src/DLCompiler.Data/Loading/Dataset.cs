using System.Collections;

namespace DLCompiler.Data;

/// <summary>
/// Examples in memory or in a <see cref="MappedFile"/>, as named columns of so many numbers an example: what a network sees, and
/// what it is to say. Parts of it share its memory.
/// </summary>
/// <example>
/// <code>
/// var digits = new Dataset { { "image", pixels, 1, 28, 28 }, { "label", labels } };
/// var (training, test) = digits.Split(0.2, seed: 1, by: "label");
/// </code>
/// </example>
public sealed partial class Dataset : IEnumerable<DataColumn>
{
    private readonly List<DataColumn> _columns = [];
    private int[]? _rows;

    /// <summary>The number of examples.</summary>
    public int Count => _rows?.Length ?? (_columns.Count == 0 ? 0 : _columns[0].Count);

    /// <summary>The columns.</summary>
    public IReadOnlyList<DataColumn> Columns => _columns;

    /// <summary>Adds a column of floats.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">[examples, <paramref name="width"/>].</param>
    /// <param name="width">The numbers of an example.</param>
    /// <exception cref="ArgumentException">
    /// There is a column of that name, another number of examples, or no whole number of them.
    /// </exception>
    public void Add(string name, ReadOnlyMemory<float> values, int width = 1) => Add(new MemoryColumn<float>(name, values, [width]));

    /// <summary>Adds a column of integers: labels, indices.</summary>
    /// <inheritdoc cref="Add(string, ReadOnlyMemory{float}, int)"/>
    public void Add(string name, ReadOnlyMemory<int> values, int width = 1) => Add(new MemoryColumn<int>(name, values, [width]));

    /// <summary>Adds a column of floats whose examples have more axes than one, such as pictures.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">[examples, <paramref name="shape"/>], row-major.</param>
    /// <param name="shape">The sizes of an example, outermost first: 1, 28, 28. Without any, an example is one number.</param>
    /// <exception cref="ArgumentException">
    /// There is a column of that name, another number of examples, or no whole number of them.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public void Add(string name, ReadOnlyMemory<float> values, params ReadOnlySpan<int> shape) =>
        Add(new MemoryColumn<float>(name, values, shape));

    /// <summary>Adds a column of integers whose examples have more axes than one.</summary>
    /// <inheritdoc cref="Add(string, ReadOnlyMemory{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlyMemory<int> values, params ReadOnlySpan<int> shape) =>
        Add(new MemoryColumn<int>(name, values, shape));

    /// <summary>Adds a column of floats that stay in a file until a batch needs them; the data set keeps the file open.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">[examples, <paramref name="shape"/>], row-major.</param>
    /// <param name="shape">The sizes of an example, outermost first. Without any, an example is one number.</param>
    /// <inheritdoc cref="Add(string, ReadOnlyMemory{float}, ReadOnlySpan{int})"/>
    public void Add(string name, MappedValues<float> values, params ReadOnlySpan<int> shape) =>
        Add(new MappedColumn<float>(name, values, shape));

    /// <summary>Adds a column of integers that stay in a file until a batch needs them; the data set keeps the file open.</summary>
    /// <inheritdoc cref="Add(string, MappedValues{float}, ReadOnlySpan{int})"/>
    public void Add(string name, MappedValues<int> values, params ReadOnlySpan<int> shape) =>
        Add(new MappedColumn<int>(name, values, shape));

    /// <summary>
    /// Adds a column of floats that are kept as bytes, a quarter of the memory: pixels. A batch has each byte times the scale.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">[examples, <paramref name="shape"/>], row-major.</param>
    /// <param name="scale">What each byte is multiplied with: 1/255f for pixels from 0 to 1.</param>
    /// <param name="shape">The sizes of an example, outermost first. Without any, an example is one number.</param>
    /// <inheritdoc cref="Add(string, ReadOnlyMemory{float}, ReadOnlySpan{int})"/>
    public void AddBytes(string name, ReadOnlyMemory<byte> values, float scale, params ReadOnlySpan<int> shape) =>
        Add(new ByteColumn(name, values, scale, shape));

    /// <summary>Some of the examples, in the order given; an example may come more than once.</summary>
    /// <param name="examples">Numbers of examples, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public Dataset Take(IEnumerable<int> examples)
    {
        int[] rows = [.. examples];
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(examples), row, $"There are examples 0 to {Count - 1}.");
        }

        var part = new Dataset { _rows = _rows is { } own ? [.. rows.Select(r => own[r])] : rows };
        part._columns.AddRange(_columns);
        return part;
    }

    /// <inheritdoc cref="Take(IEnumerable{int})"/>
    public Dataset Take(Range examples)
    {
        var (offset, length) = examples.GetOffsetAndLength(Count);
        return Take(Enumerable.Range(offset, length));
    }

    /// <summary>Cuts the examples in two, at random.</summary>
    /// <param name="share">The share of the second part: 0.2 for a fifth.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <param name="by">A column of labels that have this share each; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">There is no such column of one integer an example.</exception>
    public (Dataset First, Dataset Second) Split(double share, long seed, string? by = null)
    {
        if (!(share > 0 && share < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share is between 0 and 1.");
        var groups = Groups(by, new ItemRandom(seed));
        var first = new List<int>();
        var second = new List<int>();
        double due = 0;
        foreach (int[] group in groups)
        {
            // What rounding takes from one group, the next ones give.
            due += group.Length * share;
            int count = Math.Clamp((int)Math.Round(due) - second.Count, 0, group.Length);
            second.AddRange(group.Take(count));
            first.AddRange(group.Skip(count));
        }

        return (Take(first.Order()), Take(second.Order()));
    }

    /// <summary>
    /// Cuts the examples into so many parts of about one size, each of which is the test once while the others train
    /// (cross-validation).
    /// </summary>
    /// <param name="folds">How many parts, at least 2.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <param name="by">A column of labels that are spread evenly; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer parts than 2, or more than examples.</exception>
    /// <exception cref="ArgumentException">There is no such column of one integer an example.</exception>
    public IReadOnlyList<(Dataset Training, Dataset Test)> Folds(int folds, long seed, string? by = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, Count);
        var fold = new int[Count];
        int next = 0;
        foreach (int row in Groups(by, new ItemRandom(seed)).SelectMany(g => g)) fold[row] = next++ % folds;
        return [.. Enumerable.Range(0, folds).Select(f =>
            (Take(Rows(row => fold[row] != f)), Take(Rows(row => fold[row] == f))))];
    }

    /// <summary>The values of a column, example by example: a copy.</summary>
    /// <param name="column">Its name.</param>
    /// <exception cref="ArgumentException">There is no such column of floats.</exception>
    /// <exception cref="InvalidOperationException">There are more numbers than an array holds: take some of the examples.</exception>
    public float[] Floats(string column) => Values<float>(column);

    /// <inheritdoc cref="Floats"/>
    /// <exception cref="ArgumentException">There is no such column of integers.</exception>
    public int[] Ints(string column) => Values<int>(column);

    /// <summary>The columns.</summary>
    public IEnumerator<DataColumn> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where the example is in the columns.</summary>
    internal int RowOf(int example) => _rows is null ? example : _rows[example];

    internal DataColumn<T> Column<T>(string name)
        where T : unmanaged =>
        _columns.FirstOrDefault(c => c.Name == name) switch
        {
            DataColumn<T> column => column,
            null => throw NoColumn(name),
            _ => throw new ArgumentException($"Column '{name}' has no {typeof(T).Name} values.", nameof(name)),
        };

    internal ArgumentException NoColumn(string name) =>
        new($"There is no column '{name}'; there are {string.Join(", ", _columns.Select(c => $"'{c.Name}'"))}.", nameof(name));

    private void Add(DataColumn column)
    {
        if (_columns.Any(c => c.Name == column.Name))
            throw new ArgumentException($"There is a column '{column.Name}' already.", nameof(column));
        if (_rows is not null) throw new ArgumentException("A part of a data set takes no columns of its own.", nameof(column));
        if (_columns.Count > 0 && column.Count != Count)
        {
            throw new ArgumentException(
                $"Column '{column.Name}' has {column.Count} examples, but '{_columns[0].Name}' has {Count}.", nameof(column));
        }

        _columns.Add(column);
    }

    private IEnumerable<int> Rows(Func<int, bool> condition) => Enumerable.Range(0, Count).Where(condition);

    private T[] Values<T>(string name)
        where T : unmanaged
    {
        var column = Column<T>(name);
        long length = (long)Count * column.Width;
        if (length > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"Column '{name}' has {length} numbers: more than an array holds. Take some of the examples.");
        }

        var values = new T[length];
        for (int i = 0; i < Count; i++) column.Read(RowOf(i), values.AsSpan(i * column.Width, column.Width));
        return values;
    }

    /// <summary>The examples by label, each group shuffled; all in one group where there is no label.</summary>
    private IEnumerable<int[]> Groups(string? by, ItemRandom random)
    {
        int[] labels = by is null ? new int[Count] : Ints(by);
        if (labels.Length != Count) throw new ArgumentException($"Column '{by}' has more than one label an example.", nameof(by));
        var groups = Enumerable.Range(0, Count).GroupBy(i => labels[i]).OrderBy(g => g.Key).Select(g => g.ToArray()).ToList();
        foreach (int[] group in groups) random.Shuffle<int>(group);
        return groups;
    }
}
