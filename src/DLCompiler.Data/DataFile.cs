using System.IO.Compression;

namespace DLCompiler.Data;

/// <summary>Whole files in memory, and what is compressed in them: what fails says in which file.</summary>
internal static class DataFile
{
    /// <summary>
    /// The bytes that one byte of deflate holds at most: 258 for a length of one bit and a distance of one bit (RFC 1951, 3.2.5).
    /// </summary>
    public const long MaxExpansion = 1032;

    public static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(new DataPlace(path), "there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(new DataPlace(path), $"cannot be read: {e.Message}", e);
        }
    }

    public static byte[] ReadAll(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (IOException e)
        {
            throw new DataException(new DataPlace(name), $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Fills memory from what is compressed in a file; the number of bytes that there were.</summary>
    public static int Inflate(Stream inflater, Span<byte> bytes, string name, string what)
    {
        try
        {
            return inflater.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new DataException(new DataPlace(name), $"the {what} is damaged or cut off: {e.Message}", e);
        }
    }
}
