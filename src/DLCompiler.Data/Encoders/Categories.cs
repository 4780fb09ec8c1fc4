namespace DLCompiler.Data;

/// <summary>What an encoder does with a category that the fitted rows did not have.</summary>
public enum Unknown
{
    /// <summary>It throws.</summary>
    Refuse,

    /// <summary>It gives zeros, or −1 where 0 is a category's number.</summary>
    Ignore,
}

/// <summary>The different texts of a column, numbered.</summary>
internal sealed class Categories
{
    private readonly string[] _names;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public Categories(IEnumerable<string> names)
    {
        _names = [.. names];
        for (int i = 0; i < _names.Length; i++)
        {
            if (!_numbers.TryAdd(_names[i], i)) throw new ArgumentException($"The category '{_names[i]}' comes twice.", nameof(names));
        }
    }

    public IReadOnlyList<string> Names => _names;

    /// <summary>The texts of a column in ordinal order.</summary>
    public static Categories Of(Column column)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < column.Count; row++) names.Add(Text(column[row]));
        return names.Count == 0 ? throw new DataException(column.Place, "has no cells to fit an encoder to") : new Categories(names);
    }

    /// <summary>Throws where a column has others.</summary>
    public void Check(Column column)
    {
        for (int row = 0; row < column.Count; row++) NumberOf(column[row], Unknown.Refuse);
    }

    /// <summary>The number of a cell's category; −1 for one that is unknown and may be.</summary>
    public int NumberOf(Cell cell, Unknown unknown)
    {
        if (_numbers.TryGetValue(Text(cell), out int number)) return number;
        return unknown == Unknown.Ignore
            ? -1
            : throw cell.Wrong($"is none of the {_names.Length} categories {Listed()}: the encoder's option Unknown.Ignore lets it pass");
    }

    private static string Text(Cell cell) =>
        cell.Text ?? throw cell.Wrong("where a category is needed: fill it, or append OrMissing() to the encoder");

    private string Listed()
    {
        const int Most = 8;
        string some = string.Join(", ", _names.Take(Most).Select(n => $"'{n}'"));
        return _names.Length > Most ? some + ", …" : some;
    }
}
