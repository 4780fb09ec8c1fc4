namespace DLCompiler;

/// <summary>A gradient that is not the function's, as <see cref="GradientCheck"/> found.</summary>
/// <param name="message">Which, where, and by how much.</param>
public sealed class GradientException(string message) : Exception(message);
