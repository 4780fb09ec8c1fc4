namespace DLCompiler;

/// <summary>An accelerator has too little memory, allows too few threads, or has failed.</summary>
public sealed class GpuException : Exception
{
    /// <summary>Makes an exception.</summary>
    public GpuException()
    {
    }

    /// <summary>Makes an exception with what was wrong.</summary>
    public GpuException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with what was wrong and what caused it.</summary>
    public GpuException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
