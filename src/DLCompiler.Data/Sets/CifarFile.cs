using System.IO.Compression;

namespace DLCompiler.Data;

/// <summary>
/// A file in the binary format of CIFAR-10: for each picture a byte with its label, from 0 to 9, then 32 × 32 bytes of red, as
/// many of green and of blue, row-major.
/// </summary>
public sealed class CifarFile
{
    /// <summary>The pixels in a row, and the rows.</summary>
    public const int Side = 32;

    /// <summary>The bytes of a picture.</summary>
    public const int PictureLength = 3 * Side * Side;

    private const int RecordLength = 1 + PictureLength;
    private const int Classes = 10;

    private readonly byte[] _pixels;
    private readonly int[] _labels;

    private CifarFile(byte[] pixels, int[] labels) => (_pixels, _labels) = (pixels, labels);

    /// <summary>The number of pictures.</summary>
    public int Count => _labels.Length;

    /// <summary>The pictures, [pictures, 3, 32, 32].</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels;

    /// <summary>The label of each picture.</summary>
    public ReadOnlyMemory<int> Labels => _labels;

    /// <summary>Reads a file, plain or gzip-compressed.</summary>
    /// <param name="path">The file, such as <c>data_batch_1.bin</c>.</param>
    /// <exception cref="DataException">It cannot be read, or is no such file: no whole number of pictures, or a wrong label.</exception>
    public static CifarFile Read(string path) => Read([(DataFile.ReadAll(path), path)]);

    /// <summary>Reads a file to the end of a stream.</summary>
    /// <param name="stream">The bytes, plain or gzip-compressed; it stays open.</param>
    /// <param name="name">What stands for the file's name in a message.</param>
    /// <exception cref="DataException">It is no such file: no whole number of pictures, or a wrong label.</exception>
    public static CifarFile Read(Stream stream, string name) => Read([(DataFile.ReadAll(stream, name), name)]);

    /// <summary>Reads files as one, in their order.</summary>
    internal static CifarFile Read(IReadOnlyList<(byte[] Bytes, string Name)> files)
    {
        byte[][] plain = [.. files.Select(f => Plain(f.Bytes, f.Name))];
        long pictures = plain.Sum(p => (long)p.Length / RecordLength);
        if (pictures > Array.MaxLength / PictureLength)
            throw new DataException(new DataPlace(files[0].Name), $"{pictures} pictures are more than memory takes in one piece");
        var pixels = new byte[pictures * PictureLength];
        var labels = new int[pictures];
        int picture = 0;
        for (int i = 0; i < plain.Length; i++)
        {
            for (var left = plain[i].AsSpan(); left.Length > 0; left = left[RecordLength..], picture++)
            {
                if (left[0] >= Classes)
                {
                    throw new DataException(
                        new DataPlace(files[i].Name),
                        $"at byte {plain[i].Length - left.Length} is {left[0]} where a label from 0 to {Classes - 1} is due");
                }

                labels[picture] = left[0];
                left.Slice(1, PictureLength).CopyTo(pixels.AsSpan(picture * PictureLength));
            }
        }

        return new CifarFile(pixels, labels);
    }

    /// <summary>The bytes of whole pictures.</summary>
    private static byte[] Plain(byte[] bytes, string name)
    {
        // A file that begins as gzip does has no label there.
        if (bytes is [0x1F, 0x8B, ..]) bytes = Inflated(bytes, name);
        if (bytes.Length > 0 && bytes.Length % RecordLength == 0) return bytes;
        throw new DataException(
            new DataPlace(name), $"has {bytes.Length} bytes: that is no whole number of pictures of {RecordLength} bytes, or none");
    }

    private static byte[] Inflated(byte[] bytes, string name)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var record = new byte[RecordLength];
        int had;
        while ((had = DataFile.Inflate(gzip, record, name, "compressed data")) > 0)
        {
            if (plain.Length + had > Array.MaxLength)
                throw new DataException(new DataPlace(name), "holds more bytes than memory takes in one piece");
            plain.Write(record, 0, had);
        }

        return plain.ToArray();
    }
}
