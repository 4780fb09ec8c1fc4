using Microsoft.CodeAnalysis;

namespace DLCompiler.Testing;

/// <summary>Sources do not compile, and what was asked for needs that; the message lists what is wrong.</summary>
public sealed class ModelCompilationException : Exception
{
    internal ModelCompilationException(IReadOnlyList<Diagnostic> diagnostics)
        : base("The sources do not compile:\n" + string.Join("\n", diagnostics)) => Diagnostics = diagnostics;

    /// <summary>The errors.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
