using System.Globalization;
using System.Net.Http.Headers;

namespace DLCompiler.Data;

/// <summary>
/// What is here of a file: the bytes in <c>.part</c>, and in <c>.part.info</c> what the server said of the file that they are of,
/// so that a later process can go on. It is open to this process alone.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly FileStream _bytes;
    private readonly string _source;
    private readonly string _info;

    public PartFile(Uri source, string path)
    {
        (_source, _info) = (source.AbsoluteUri, Info(path));
        _bytes = new FileStream(Part(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
        if (_bytes.Length > 0 && Known() is var (total, validator)) (Total, Validator) = (total, validator);
        else Restart(null, null);
        _bytes.Position = _bytes.Length;
    }

    /// <summary>The bytes that are here.</summary>
    public long Length => _bytes.Length;

    /// <summary>The bytes of the whole file; null where the server does not say.</summary>
    public long? Total { get; private set; }

    /// <summary>What the server knows this version of the file by; null for nothing: then no further part can be asked for.</summary>
    public RangeConditionHeaderValue? Validator { get; private set; }

    public static void Rename(string path)
    {
        File.Move(Part(path), path, overwrite: true);
        File.Delete(Info(path));
    }

    /// <summary>Forgets all bytes; from now on those of another version of the file come.</summary>
    public void Restart(long? total, RangeConditionHeaderValue? validator)
    {
        // First what the bytes are of goes, then they, then comes what the next are of: at no time is anything wrong known of them.
        File.Delete(_info);
        _bytes.SetLength(0);
        (Total, Validator) = (total, validator);
        if (validator is not null) File.WriteAllLines(_info, [_source, Number(total), validator.ToString()]);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _bytes.WriteAsync(bytes, cancellation);

    /// <summary>The checksum of the bytes that are here, of the kind given.</summary>
    public async Task<Checksum> SumAsync(Checksum kind, CancellationToken cancellation)
    {
        _bytes.Position = 0;
        return await kind.OfAsync(_bytes, cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _bytes.Dispose();

    private static string Part(string path) => path + ".part";

    private static string Info(string path) => path + ".part.info";

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>What an earlier process wrote down; null for nothing, or of another address.</summary>
    private (long? Total, RangeConditionHeaderValue Validator)? Known()
    {
        if (!File.Exists(_info)) return null;
        string[] lines = File.ReadAllLines(_info);
        if (lines.Length != 3 || lines[0] != _source || !RangeConditionHeaderValue.TryParse(lines[2], out var validator)) return null;
        if (lines[1].Length == 0) return (null, validator);
        bool isNumber = long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long total);
        return isNumber && _bytes.Length <= total ? (total, validator) : null;
    }
}
