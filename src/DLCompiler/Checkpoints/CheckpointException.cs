namespace DLCompiler;

/// <summary>
/// A checkpoint cannot be read: the message names the file, the tensor, what was expected and what is there. Nothing
/// has been changed.
/// </summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Makes an exception that names nothing.</summary>
    public CheckpointException()
        : this("A checkpoint cannot be read.")
    {
    }

    /// <summary>Makes an exception of a message.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception of a message and its cause.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal CheckpointException(string path, string problem)
        : base($"{path}: {problem}.") => Path = path;

    /// <summary>The file; empty where none is known.</summary>
    public string Path { get; } = "";
}
