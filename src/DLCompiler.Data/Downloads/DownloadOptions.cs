namespace DLCompiler.Data;

/// <summary>How files are downloaded.</summary>
public sealed record DownloadOptions
{
    /// <summary>What asks the server; null for one that is made for this, with the system's proxy.</summary>
    public HttpClient? Client { get; init; }

    /// <summary>Is told how far it is.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>How often in a row nothing may come before it is given up: a connection that brought some bytes counts anew.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>
    /// The time before the second attempt, which doubles with each further one up to <see cref="LongestDelay"/>. A server that
    /// states a time (Retry-After) is given that, up to the same limit.
    /// </summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two attempts.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long without a byte a connection counts as dropped.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>What measures these times.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// For <see cref="DataSets"/>: an address, ending in a slash, that has the files instead of the publisher's; null for that.
    /// </summary>
    public Uri? Mirror { get; init; }

    /// <summary>
    /// For <see cref="DataSets"/>: the checksums of files by name, in place of the published ones; null where there is none to be
    /// checked.
    /// </summary>
    public IReadOnlyDictionary<string, Checksum?> Checksums { get; init; } = new Dictionary<string, Checksum?>();
}

/// <summary>How far a download is.</summary>
/// <param name="Uri">What is downloaded.</param>
/// <param name="Received">The bytes that are here, those of an earlier attempt among them.</param>
/// <param name="Total">The bytes of the whole file; null where the server does not say.</param>
public readonly record struct DownloadProgress(Uri Uri, long Received, long? Total)
{
    /// <summary>The share that is here, from 0 to 1; null where the whole is not known.</summary>
    public double? Share => Total switch
    {
        null => null,
        0 => 1,
        { } total => (double)Received / total,
    };
}
