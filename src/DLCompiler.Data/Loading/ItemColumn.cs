namespace DLCompiler.Data;

/// <summary>A column in the making: it takes its numbers from one item after another.</summary>
internal interface IItemColumn<in T>
{
    void Reserve(int items);

    void Take(T item, int row);

    void AddTo(Dataset data);
}

/// <summary>Memory that grows with the items.</summary>
internal abstract class ItemColumn<T, TValue> : IItemColumn<T>
    where TValue : unmanaged
{
    private readonly int[] _shape;
    private TValue[] _values = [];
    private int _count;

    protected ItemColumn(string name, ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, _shape, Width) = (name, shape.ToArray(), DataColumn.WidthOf(shape));
    }

    protected string Name { get; }

    protected int Width { get; }

    protected string Shape => string.Join(" × ", _shape);

    public void Reserve(int items)
    {
        long room = Math.Min((long)items * Width, Array.MaxLength);
        if (room > _values.Length) Array.Resize(ref _values, (int)room);
    }

    public abstract void Take(T item, int row);

    public void AddTo(Dataset data)
    {
        switch (_values)
        {
            case float[] floats: data.Add(Name, floats.AsMemory(0, _count), _shape); break;
            case int[] ints: data.Add(Name, ints.AsMemory(0, _count), _shape); break;
        }
    }

    /// <summary>Room for the next item's numbers.</summary>
    protected Span<TValue> Next(int row)
    {
        long due = (long)_count + Width;
        if (due > Array.MaxLength)
        {
            throw new DataException(
                new DataPlace(null, row, Name), $"the numbers so far are as many as memory takes in one piece: {_count}");
        }

        if (due > _values.Length) Array.Resize(ref _values, (int)Math.Min(Math.Max(due, 2L * _values.Length), Array.MaxLength));
        var room = _values.AsSpan(_count, Width);
        _count = (int)due;
        return room;
    }
}

/// <summary>One number an item.</summary>
internal sealed class SingleColumn<T, TValue>(string name, Func<T, TValue> value) : ItemColumn<T, TValue>(name, [1])
    where TValue : unmanaged
{
    public override void Take(T item, int row) => Next(row)[0] = value(item);
}

/// <summary>A tensor of numbers an item.</summary>
internal sealed class SeveralColumn<T, TValue>(string name, Func<T, ReadOnlyMemory<TValue>> values, ReadOnlySpan<int> shape)
    : ItemColumn<T, TValue>(name, shape)
    where TValue : unmanaged
{
    public override void Take(T item, int row)
    {
        var numbers = values(item).Span;
        if (numbers.Length != Width)
            throw new DataException(new DataPlace(null, row, Name), $"has {numbers.Length} numbers, but {Shape} are {Width}");
        numbers.CopyTo(Next(row));
    }
}
