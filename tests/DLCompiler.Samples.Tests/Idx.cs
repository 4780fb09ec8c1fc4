using System.Buffers.Binary;
using System.IO.Compression;

namespace DLCompiler.Samples.Tests;

/// <summary>Makes IDX files to read.</summary>
internal static class Idx
{
    public static byte[] File(int[] dimensions, byte[] elements)
    {
        var bytes = new byte[4 + (4 * dimensions.Length)];
        bytes[2] = 8;
        bytes[3] = (byte)dimensions.Length;
        for (int d = 0; d < dimensions.Length; d++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * d)), dimensions[d]);
        return [.. bytes, .. elements];
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest)) gzip.Write(bytes);
        return result.ToArray();
    }
}
