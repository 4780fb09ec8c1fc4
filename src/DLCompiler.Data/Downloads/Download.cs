namespace DLCompiler.Data;

/// <summary>Files from the network that arrive whole or not at all.</summary>
/// <example>
/// <code>
/// await Download.FileAsync(
///     new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), "cifar-10-binary.tar.gz",
///     Checksum.Md5("c32a1d4ab5d03f1284b67883e8d87530"));
/// </code>
/// </example>
public static class Download
{
    /// <summary>
    /// Downloads a file to <c>path.part</c>, checks it and renames it. What is there of an earlier attempt, in this process or one
    /// before, is not asked for again, if the server can tell that the file is still the same. A file that is at
    /// <paramref name="path"/> already stays as it is, unless its checksum is another.
    /// </summary>
    /// <param name="source">The address: http or https.</param>
    /// <param name="path">The file that it becomes. Its folder is made where it is missing.</param>
    /// <param name="checksum">What its bytes must add up to; null for anything.</param>
    /// <param name="options">How often it is tried, and who is told of progress; null for the usual.</param>
    /// <param name="cancellation">Ends it; what is there stays for the next time.</param>
    /// <exception cref="DataException">
    /// The server has no such file, did not answer properly as often as it was tried, or the file's length or checksum is another;
    /// or it cannot be written, or another process downloads it at this time.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static async Task FileAsync(
        Uri source, string path, Checksum? checksum = null, DownloadOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new DownloadOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1, nameof(options));
        if (!source.IsAbsoluteUri || (source.Scheme != Uri.UriSchemeHttp && source.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException($"'{source}' is no address of http or https.", nameof(source));
        try
        {
            if (File.Exists(path) && (checksum is null || await checksum.MatchesAsync(path, cancellation).ConfigureAwait(false))) return;
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            using (var part = new PartFile(source, path))
            {
                await new FileDownload(source, part, checksum, options).RunAsync(cancellation).ConfigureAwait(false);
            }

            PartFile.Rename(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(new DataPlace(path), $"cannot be written: {e.Message}", e);
        }
    }
}
