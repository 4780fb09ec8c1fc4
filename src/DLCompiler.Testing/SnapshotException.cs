namespace DLCompiler.Testing;

/// <summary>
/// Generated code is not what its snapshot says; the message names the files and the first line that differs.
/// </summary>
/// <param name="message">What differs, and what to do.</param>
public sealed class SnapshotException(string message) : Exception(message);
