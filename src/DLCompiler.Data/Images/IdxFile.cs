using System.Buffers.Binary;
using System.IO.Compression;

namespace DLCompiler.Data;

/// <summary>The type of an <see cref="IdxFile"/>'s elements, by its number in the file.</summary>
public enum IdxType
{
    /// <summary>8 bits without a sign.</summary>
    UInt8 = 0x08,

    /// <summary>8 bits with a sign.</summary>
    Int8 = 0x09,

    /// <summary>16 bits with a sign.</summary>
    Int16 = 0x0B,

    /// <summary>32 bits with a sign.</summary>
    Int32 = 0x0C,

    /// <summary>Floating point of 32 bits.</summary>
    Single = 0x0D,

    /// <summary>Floating point of 64 bits.</summary>
    Double = 0x0E,
}

/// <summary>
/// A file in the IDX format of MNIST: two zero bytes, the elements' type, the number of dimensions, each as a big-endian 32-bit
/// integer, then the elements, big-endian too.
/// </summary>
/// <example>
/// <code>
/// var images = IdxFile.Read("train-images-idx3-ubyte.gz");   // [60000, 28, 28]
/// float[] pixels = images.ToFloats(1 / 255f);
/// </code>
/// </example>
public sealed class IdxFile
{
    private readonly byte[] _bytes;

    private IdxFile(string name, IdxType type, int[] dimensions, byte[] bytes) =>
        (Name, Type, Dimensions, _bytes) = (name, type, dimensions, bytes);

    /// <summary>The type of the elements.</summary>
    public IdxType Type { get; }

    /// <summary>The sizes, outermost first.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The number of elements.</summary>
    public int Count => _bytes.Length / Size(Type);

    /// <summary>The elements' bytes as in the file, row-major and big-endian: of <see cref="IdxType.UInt8"/> the elements.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The file's name, or what stands for it, for messages.</summary>
    internal string Name { get; }

    /// <summary><see cref="Bytes"/>, to be kept.</summary>
    internal ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>Reads a file, plain or gzip-compressed, or the one of the same name with <c>.gz</c> where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">It cannot be read, is no IDX file, truncated or damaged; the message says what is wrong.</exception>
    public static IdxFile Read(string path)
    {
        string found = !File.Exists(path) && File.Exists(path + ".gz") ? path + ".gz" : path;
        return Read(DataFile.ReadAll(found), found);
    }

    /// <summary>Reads a file to the end of a stream.</summary>
    /// <param name="stream">The bytes, plain or gzip-compressed; it stays open.</param>
    /// <param name="name">What stands for the file's name in a message.</param>
    /// <exception cref="DataException">It is no IDX file, truncated or damaged.</exception>
    public static IdxFile Read(Stream stream, string name) => Read(DataFile.ReadAll(stream, name), name);

    /// <summary>The elements as floats, row-major.</summary>
    /// <param name="scale">What each is multiplied with: 1/255f for pixels from 0 to 1.</param>
    public float[] ToFloats(float scale = 1)
    {
        var floats = new float[Count];
        for (int i = 0; i < floats.Length; i++) floats[i] = (float)Element(i) * scale;
        return floats;
    }

    /// <summary>The elements as integers, row-major: labels.</summary>
    /// <exception cref="InvalidOperationException">They are floating-point numbers.</exception>
    public int[] ToInts()
    {
        if (Type is IdxType.Single or IdxType.Double) throw new InvalidOperationException($"The elements are of type {Type}.");
        var ints = new int[Count];
        for (int i = 0; i < ints.Length; i++) ints[i] = (int)Element(i);
        return ints;
    }

    /// <summary>The pictures of a file of bytes in three dimensions, [pictures, height, width], in gray.</summary>
    /// <exception cref="InvalidOperationException">The elements or the dimensions are others.</exception>
    public IEnumerable<Image> ToImages()
    {
        if (Type != IdxType.UInt8 || Dimensions.Count != 3)
            throw new InvalidOperationException($"{Dimensions.Count} dimensions of {Type} are no pictures.");
        var (height, width) = (Dimensions[1], Dimensions[2]);
        int size = width * height;
        return Enumerable.Range(0, Dimensions[0]).Select(i => new Image(width, height, 1, _bytes.AsSpan(i * size, size)));
    }

    private static IdxFile Read(byte[] bytes, string name)
    {
        if (bytes is not [0x1F, 0x8B, ..]) return Read(new MemoryStream(bytes), bytes.Length, name);
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return Read(gzip, bytes.Length * DataFile.MaxExpansion, name);
    }

    /// <summary>Reads from a stream that has at most so many bytes: no memory is taken for more.</summary>
    private static IdxFile Read(Stream stream, long most, string name)
    {
        DataException Wrong(string problem) => new(new DataPlace(name), problem);
        var start = new byte[4];
        int had = DataFile.Inflate(stream, start, name, "compressed data");
        if (had < 4 || start[0] != 0 || start[1] != 0 || !Enum.IsDefined((IdxType)start[2]))
        {
            throw Wrong(
                $"is no IDX file: it starts with {(had == 0 ? "nothing" : Convert.ToHexString(start.AsSpan(0, had)))} instead of " +
                "two zero bytes, a type and the number of dimensions");
        }

        var type = (IdxType)start[2];
        var sizes = new byte[4 * start[3]];
        had = DataFile.Inflate(stream, sizes, name, "compressed data");
        if (had < sizes.Length) throw Wrong($"the header is cut off after {4 + had} of {4 + sizes.Length} bytes");
        int[] dimensions = [.. Enumerable.Range(0, start[3]).Select(d => BinaryPrimitives.ReadInt32BigEndian(sizes.AsSpan(4 * d)))];

        // As floating point, a nonsensical product is just a large number and no overflow.
        double due = dimensions.Aggregate((double)Size(type), (product, size) => product * size);
        string text = string.Join(" × ", dimensions);
        if (dimensions.Any(d => d < 0)) throw Wrong($"the header says {text} elements: a size is negative");
        if (due > Array.MaxLength || due > most - 4 - sizes.Length)
            throw Wrong($"the header says {text} elements, {due} bytes: more than the file holds");
        var elements = new byte[(int)due];
        had = DataFile.Inflate(stream, elements, name, "compressed data");
        if (had < elements.Length) throw Wrong($"the elements are cut off after {had} of {elements.Length} bytes ({text})");
        if (DataFile.Inflate(stream, start.AsSpan(0, 1), name, "compressed data") > 0)
            throw Wrong($"there are more bytes than the {elements.Length} of {text} elements");
        return new IdxFile(name, type, dimensions, elements);
    }

    private static int Size(IdxType type) => type switch
    {
        IdxType.UInt8 or IdxType.Int8 => 1,
        IdxType.Int16 => 2,
        IdxType.Int32 or IdxType.Single => 4,
        _ => 8,
    };

    /// <summary>An element: a double holds those of all types exactly.</summary>
    private double Element(int i)
    {
        var bytes = _bytes.AsSpan(i * Size(Type), Size(Type));
        return Type switch
        {
            IdxType.UInt8 => bytes[0],
            IdxType.Int8 => (sbyte)bytes[0],
            IdxType.Int16 => BinaryPrimitives.ReadInt16BigEndian(bytes),
            IdxType.Int32 => BinaryPrimitives.ReadInt32BigEndian(bytes),
            IdxType.Single => BinaryPrimitives.ReadSingleBigEndian(bytes),
            _ => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        };
    }
}
