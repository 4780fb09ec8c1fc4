namespace DLCompiler.Data;

/// <summary>A data set as files that are published on the network, and the folders in which they may be already.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Folder">The name of its folder.</param>
/// <param name="Source">The address that has its files, ending in a slash.</param>
/// <param name="Files">Their names, and the published checksums.</param>
internal sealed record NetworkSet(string Title, string Folder, Uri Source, IReadOnlyList<(string Name, Checksum Sum)> Files)
{
    // Where Linux distributions put their packages of data.
    private const string SystemFolder = "/usr/share/datasets";

    /// <summary>The folder that has one of these files: the cache, or that of the system.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public string Found(params ReadOnlySpan<string> files)
    {
        string[] folders = [Cache(), Path.Combine(SystemFolder, Folder)];
        foreach (string folder in folders)
        {
            foreach (string file in files)
            {
                if (File.Exists(Path.Combine(folder, file))) return folder;
            }
        }

        throw new DataException(
            new DataPlace(Title),
            $"there is no {files[0]} in {string.Join(" or ", folders)}: give its folder, or have it downloaded from {Source} by the " +
            $"method of this name with {nameof(DownloadOptions)}");
    }

    /// <summary>Downloads the files that are not in the folder; the folder.</summary>
    public async Task<string> DownloadAsync(DownloadOptions options, string? folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        folder ??= Cache();
        foreach (var (name, published) in Files)
        {
            // Without a checksum: a file that is there stays, whoever has compressed it.
            string path = Path.Combine(folder, name), plain = Path.Combine(folder, Path.GetFileNameWithoutExtension(name));
            if (File.Exists(path) || File.Exists(plain)) continue;
            var sum = options.Checksums.TryGetValue(name, out var own) ? own : published;
            await Download.FileAsync(new Uri(options.Mirror ?? Source, name), path, sum, options, cancellation).ConfigureAwait(false);
        }

        return folder;
    }

    private string Cache() => Path.Combine(DataSets.CacheFolder, Folder);
}
