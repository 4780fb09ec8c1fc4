namespace DLCompiler;

/// <summary>
/// A step has met NaN or an infinity in its loss or its gradients. The parameters are as they were before it.
/// </summary>
public sealed class NotFiniteException : ArithmeticException
{
    /// <summary>Makes an exception that names nothing.</summary>
    public NotFiniteException()
        : this("A training step has met NaN or an infinity.")
    {
    }

    /// <summary>Makes an exception of a message.</summary>
    public NotFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception of a message and its cause.</summary>
    public NotFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NotFiniteException(string message, string? layer, Exception? cause)
        : base(message, cause) => Layer = layer;

    /// <summary>
    /// The layer where it came up first, by its full name: <c>Blocks.0.Query</c>; or the input or parameter that had it already.
    /// Null where that is not known.
    /// </summary>
    public string? Layer { get; }
}
