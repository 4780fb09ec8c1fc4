using System.Security.Cryptography;

namespace DLCompiler.Data;

/// <summary>What a file's bytes must add up to.</summary>
/// <remarks>
/// MD5 is what the publishers of many data sets give: it tells damage, not a forgery. Where a SHA-256 is known, take that.
/// </remarks>
public sealed record Checksum
{
    private Checksum(HashAlgorithmName algorithm, string hex, int bytes)
    {
        ArgumentNullException.ThrowIfNull(hex);
        string text = hex.Trim();
        if (text.Length != 2 * bytes || !text.All(char.IsAsciiHexDigit))
            throw new ArgumentException($"'{hex}' is no {algorithm}: {2 * bytes} hexadecimal digits are.", nameof(hex));
        (Algorithm, Hex) = (algorithm, text.ToLowerInvariant());
    }

    /// <summary>How it is computed.</summary>
    public HashAlgorithmName Algorithm { get; }

    /// <summary>The sum, in lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>A sum of 128 bits.</summary>
    /// <param name="hex">32 hexadecimal digits.</param>
    /// <exception cref="ArgumentException">The text is something else.</exception>
    public static Checksum Md5(string hex) => new(HashAlgorithmName.MD5, hex, 16);

    /// <summary>A sum of 256 bits.</summary>
    /// <param name="hex">64 hexadecimal digits.</param>
    /// <exception cref="ArgumentException">The text is something else.</exception>
    public static Checksum Sha256(string hex) => new(HashAlgorithmName.SHA256, hex, 32);

    /// <summary><c>MD5 c32a…</c>.</summary>
    public override string ToString() => $"{Algorithm} {Hex}";

    /// <summary>The sum of this kind that the rest of a stream has.</summary>
    internal async Task<Checksum> OfAsync(Stream stream, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm);
        var buffer = new byte[1 << 17];
        int had;
        while ((had = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0) hash.AppendData(buffer, 0, had);
        return new Checksum(Algorithm, Convert.ToHexString(hash.GetHashAndReset()), hash.HashLengthInBytes);
    }

    /// <summary>Whether a file has this sum.</summary>
    internal async Task<bool> MatchesAsync(string path, CancellationToken cancellation)
    {
        var stream = File.OpenRead(path);
        await using var closing = stream.ConfigureAwait(false);
        return await OfAsync(stream, cancellation).ConfigureAwait(false) == this;
    }
}
