using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace DLCompiler.Data;

/// <summary>
/// A file of raw numbers that stays where it is: the system reads the parts that a batch needs, and forgets them when memory is
/// scarce. So a column may be larger than memory.
/// </summary>
/// <remarks>
/// A data set keeps the files of its columns open: nothing has to be disposed of, and a file is closed when the last data set
/// with it is collected. <see cref="Dispose"/> closes it at once, or when those who read at this moment are done; from then on its
/// columns throw <see cref="ObjectDisposedException"/>. Whoever shortens the file meanwhile takes the memory from under its
/// readers, which ends the process: a file that changes is to be written anew and renamed.
/// </remarks>
/// <example>
/// <code>
/// var file = new MappedFile("pictures.raw");
/// long count = 2_000_000, labels = count * 3 * 64 * 64;
/// var data = new Dataset { { "image", file.Bytes(0, labels, 1 / 255f), 3, 64, 64 }, { "label", file.Ints(labels, count) } };
/// </code>
/// </example>
public sealed class MappedFile : IDisposable
{
    private readonly SafeMemoryMappedViewHandle _view;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">It is missing, empty, or cannot be read.</exception>
    public MappedFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (Path, _view) = (path, Open(path, out long length));
        Length = length;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>Floats of 32 bits, little-endian, such as NumPy's <c>tofile</c> writes.</summary>
    /// <param name="offset">The byte at which they begin.</param>
    /// <param name="count">How many; null for all until the end of the file.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="DataException">The file is shorter, or no whole number of them is left.</exception>
    public MappedValues<float> Floats(long offset = 0, long? count = null) => Values<float>(offset, count, sizeof(float), null);

    /// <summary>Integers of 32 bits, little-endian.</summary>
    /// <inheritdoc cref="Floats"/>
    public MappedValues<int> Ints(long offset = 0, long? count = null) => Values<int>(offset, count, sizeof(int), null);

    /// <summary>Bytes, as floats: each times the scale.</summary>
    /// <inheritdoc cref="Floats"/>
    /// <param name="offset">The byte at which they begin.</param>
    /// <param name="count">How many; null for all until the end of the file.</param>
    /// <param name="scale">What each byte is multiplied with: 1/255f for pixels from 0 to 1.</param>
    public MappedValues<float> Bytes(long offset = 0, long? count = null, float scale = 1) =>
        Values<float>(offset, count, sizeof(byte), scale);

    /// <summary>Closes the file; its columns are of no use any more.</summary>
    public void Dispose() => _view.Dispose();

    /// <summary>Copies bytes of the file, which are known to be within it.</summary>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    internal unsafe void Read(long offset, Span<byte> bytes)
    {
        byte* start = null;
        try
        {
            // Holds the view: who disposes of the file meanwhile does not take the memory away.
            _view.AcquirePointer(ref start);
            new ReadOnlySpan<byte>(start + offset, bytes.Length).CopyTo(bytes);
        }
        finally
        {
            if (start is not null) _view.ReleasePointer();
        }
    }

    /// <summary>Reads bytes of the file as floats.</summary>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    internal unsafe void Read(long offset, float scale, Span<float> floats)
    {
        byte* start = null;
        try
        {
            _view.AcquirePointer(ref start);
            ScaledBytes.Read(new ReadOnlySpan<byte>(start + offset, floats.Length), scale, floats);
        }
        finally
        {
            if (start is not null) _view.ReleasePointer();
        }
    }

    private static SafeMemoryMappedViewHandle Open(string path, out long length)
    {
        try
        {
            using var stream = File.OpenRead(path);
            length = stream.Length;
            if (length == 0) throw new DataException(new DataPlace(path), "is empty");
            using var map = MemoryMappedFile.CreateFromFile(
                stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);

            // The view outlives the stream and the map: it is what holds the file.
            return map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(new DataPlace(path), "there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(new DataPlace(path), $"cannot be mapped: {e.Message}", e);
        }
    }

    private MappedValues<T> Values<T>(long offset, long? count, int size, float? scale)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        long left = Length - offset;
        if (count is null && (left < 0 || left % size != 0))
        {
            throw new DataException(
                new DataPlace(Path), $"from byte {offset} to its end at {Length} there is no whole number of {size} bytes");
        }

        long numbers = count ?? left / size;
        if (numbers > left / size || left < 0)
        {
            throw new DataException(
                new DataPlace(Path), $"has {Length} bytes, but {numbers} numbers of {size} bytes from byte {offset} are due");
        }

        return new MappedValues<T>(this, offset, numbers, scale);
    }
}
