using System.Buffers.Binary;
using System.IO.Compression;

namespace DLCompiler.Samples;

/// <summary>
/// A file of unsigned bytes in the IDX format of MNIST, plain or gzip-compressed: two zero bytes, the element type (8
/// for bytes), the number of dimensions, each dimension as a big-endian 32-bit integer, then the elements.
/// </summary>
internal sealed class IdxFile
{
    private const byte UnsignedBytes = 8;

    private IdxFile(int[] dimensions, byte[] elements) => (Dimensions, Elements) = (dimensions, elements);

    /// <summary>The sizes, outermost first.</summary>
    public int[] Dimensions { get; }

    /// <summary>The elements in row-major order.</summary>
    public byte[] Elements { get; }

    /// <summary>Reads a file, or the one of the same name with <c>.gz</c> where it is missing.</summary>
    /// <param name="path">The plain file's path.</param>
    /// <param name="rank">The number of dimensions that the file must have.</param>
    /// <param name="remedy">A sentence that says how to get the file.</param>
    /// <exception cref="DataFileException">The file is missing, truncated, damaged or of another kind.</exception>
    public static IdxFile Read(string path, int rank, string remedy)
    {
        string found = File.Exists(path) || !File.Exists(path + ".gz") ? path : path + ".gz";
        string expected = $"an IDX file of bytes in {rank} dimensions (plain, or gzip as {Path.GetFileName(path)}.gz)";
        DataFileException Refused(string what, Exception? cause = null) => new(found, expected, what, remedy, cause);

        byte[] bytes;
        try
        {
            bytes = Decompress(File.ReadAllBytes(found));
        }
        catch (InvalidDataException damaged)
        {
            throw Refused("damaged gzip data", damaged);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refused("no such file", missing);
        }
        catch (Exception locked) when (locked is IOException or UnauthorizedAccessException)
        {
            throw Refused($"a file that cannot be read ({locked.Message})", locked);
        }

        int header = 4 + (4 * rank);
        ReadOnlySpan<byte> magic = [0, 0, UnsignedBytes, (byte)rank];
        if (bytes.Length < magic.Length || !bytes.AsSpan().StartsWith(magic))
            throw Refused($"a file that starts with {Start(bytes)} instead of {Convert.ToHexString(magic)}");
        if (bytes.Length < header) throw Refused($"a header cut off after {bytes.Length} of {header} bytes");

        var dimensions = new int[rank];
        for (int d = 0; d < rank; d++) dimensions[d] = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 + (4 * d)));
        // As floating point, a nonsensical product is just a large number and no overflow.
        double expectedCount = dimensions.Aggregate(1.0, (product, size) => product * size);
        int count = bytes.Length - header;
        if (dimensions.Any(size => size < 0) || count != expectedCount)
            throw Refused($"{count:N0} elements where its header says {string.Join(" × ", dimensions)}");
        return new IdxFile(dimensions, bytes[header..]);
    }

    private static byte[] Decompress(byte[] bytes)
    {
        if (bytes is not [0x1F, 0x8B, ..]) return bytes;
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private static string Start(byte[] bytes) =>
        bytes.Length == 0 ? "nothing" : Convert.ToHexString(bytes.AsSpan(0, Math.Min(4, bytes.Length)));
}
