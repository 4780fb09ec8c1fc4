namespace DLCompiler.Samples;

/// <summary>
/// Where the trained weights go: a file that the user named, or a temporary one. A file that is there already is
/// replaced only if it holds weights of the same model.
/// </summary>
internal sealed class WeightsFile : IDisposable
{
    private readonly bool _temporary;

    private WeightsFile(string path, bool temporary) => (Path, _temporary) = (path, temporary);

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>Checks the file before any work is done.</summary>
    /// <param name="path">What the user named, or null for a temporary file.</param>
    /// <param name="network">Tries to load a file that exists, so it is a fresh one that is not used for anything
    /// else.</param>
    /// <exception cref="DataFileException">The file is something else, or its folder does not exist.</exception>
    public static WeightsFile Prepare(string? path, Network network)
    {
        if (path is null)
        {
            string name = $"{Guid.NewGuid():N}.safetensors";
            return new WeightsFile(System.IO.Path.Combine(System.IO.Path.GetTempPath(), name), temporary: true);
        }

        const string Remedy = "Nothing was overwritten; give another name with --weights.";
        string expected = $"weights of {network.Summary.Name} or no file";
        if (Directory.Exists(path)) throw new DataFileException(path, expected, "a folder", Remedy);
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))))
            throw new DataFileException(path, expected, "no such folder", Remedy);
        try
        {
            if (File.Exists(path)) network.Load(path);
        }
        catch (CheckpointException foreign)
        {
            string found = $"another file ({foreign.Message.TrimEnd('.')})";
            throw new DataFileException(path, expected, found, Remedy, foreign);
        }

        return new WeightsFile(path, temporary: false);
    }

    /// <summary>Deletes the file if it is temporary.</summary>
    public void Dispose()
    {
        if (_temporary) File.Delete(Path);
    }
}
