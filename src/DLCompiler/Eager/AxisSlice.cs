namespace DLCompiler;

/// <summary>
/// What an indexer takes from one axis of a tensor: one position, which drops the axis, or a range, which keeps it.
/// Made implicitly from <c>int</c>, <see cref="Index"/> and <see cref="Range"/>: <c>x[.., 1..^1, 0]</c>.
/// </summary>
public readonly record struct AxisSlice
{
    private readonly Index _start;
    private readonly Index _end;

    private AxisSlice(Index start, Index end, bool dropsAxis) => (_start, _end, DropsAxis) = (start, end, dropsAxis);

    /// <summary>Whether the axis is dropped: one position was named, not a range.</summary>
    public bool DropsAxis { get; }

    /// <summary>One position, from the start; a negative one counts from the end, as in NumPy.</summary>
    public static implicit operator AxisSlice(int index) => index >= 0 ? (Index)index : ^-index;

    /// <summary>One position.</summary>
    public static implicit operator AxisSlice(Index index) => new(index, index, dropsAxis: true);

    /// <summary>A range of positions.</summary>
    public static implicit operator AxisSlice(Range range) => new(range.Start, range.End, dropsAxis: false);

    /// <summary>As it was written: <c>3</c>, <c>^1</c>, <c>1..^1</c>.</summary>
    public override string ToString() => DropsAxis ? _start.ToString() : new Range(_start, _end).ToString();

    /// <summary>The first position and the number of positions on an axis of <paramref name="size"/>.</summary>
    /// <exception cref="ArgumentException">The slice reaches beyond the axis.</exception>
    internal (int Start, int Count) Resolve(int axis, int size)
    {
        int start = _start.GetOffset(size);
        int end = DropsAxis ? start + 1 : _end.GetOffset(size);
        if (start < 0 || end > size || start > end)
            throw new ArgumentException($"The slice {this} is outside axis {axis}, which has size {size}.");
        return (start, end - start);
    }
}
