namespace DLCompiler.Data;

/// <summary>A column of a <see cref="Dataset"/>.</summary>
public abstract class DataColumn
{
    private readonly int[] _shape;

    private protected DataColumn(string name, long length, ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        _shape = shape.ToArray();
        int width = WidthOf(shape);
        if (length % width != 0)
            throw new ArgumentException($"Column '{name}': {length} numbers are no whole number of examples of {width}.", nameof(length));
        if (length / width > int.MaxValue)
            throw new ArgumentException($"Column '{name}': {length / width} examples are more than {int.MaxValue}.", nameof(length));
        (Name, Count, Width) = (name, (int)(length / width), width);
    }

    /// <summary>Its name: that of an input of a model.</summary>
    public string Name { get; }

    /// <summary>The number of examples.</summary>
    public int Count { get; }

    /// <summary>The numbers of an example: the product of <see cref="Shape"/>.</summary>
    public int Width { get; }

    /// <summary>The sizes of an example, outermost first: [1, 28, 28]. Of no axes for a single number that was added as such.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>The numbers that a shape has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or their product no array's length.</exception>
    internal static int WidthOf(ReadOnlySpan<int> shape)
    {
        long width = 1;
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(shape));
            width *= size;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Array.MaxLength, nameof(shape));
        }

        return (int)width;
    }

    /// <summary>Memory for so many examples.</summary>
    internal abstract Array Buffer(int examples);

    /// <summary>Copies an example to its place in a batch.</summary>
    internal abstract void Copy(int row, Array buffer, int place);
}

/// <summary>A column of one type, wherever its numbers are.</summary>
internal abstract class DataColumn<T>(string name, long length, ReadOnlySpan<int> shape) : DataColumn(name, length, shape)
    where T : unmanaged
{
    /// <summary>Copies an example.</summary>
    public abstract void Read(int row, Span<T> example);

    internal override Array Buffer(int examples) => new T[examples * Width];

    internal override void Copy(int row, Array buffer, int place) => Read(row, ((T[])buffer).AsSpan(place * Width, Width));
}

/// <summary>Numbers in memory.</summary>
internal sealed class MemoryColumn<T>(string name, ReadOnlyMemory<T> values, ReadOnlySpan<int> shape)
    : DataColumn<T>(name, values.Length, shape)
    where T : unmanaged
{
    public override void Read(int row, Span<T> example) => values.Span.Slice(row * Width, Width).CopyTo(example);
}

/// <summary>Bytes in memory that are floats when they are read.</summary>
internal sealed class ByteColumn(string name, ReadOnlyMemory<byte> values, float scale, ReadOnlySpan<int> shape)
    : DataColumn<float>(name, values.Length, shape)
{
    public override void Read(int row, Span<float> example) =>
        ScaledBytes.Read(values.Span.Slice(row * Width, Width), scale, example);
}

/// <summary>Numbers in a mapped file.</summary>
internal sealed class MappedColumn<T>(string name, MappedValues<T> values, ReadOnlySpan<int> shape)
    : DataColumn<T>(name, values.Length, shape)
    where T : unmanaged
{
    public override void Read(int row, Span<T> example) => values.Read((long)row * Width, example);
}
