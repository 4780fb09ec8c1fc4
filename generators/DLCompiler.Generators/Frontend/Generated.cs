using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>Tells the generator's own members from the user's: an analyzer sees both.</summary>
internal static class Generated
{
    /// <summary>Ends the hint names of the generator's files.</summary>
    public const string FileSuffix = ".DLCompiler.g.cs";

    public static bool Is(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length > 0
        && symbol.DeclaringSyntaxReferences.All(
            r => r.SyntaxTree.FilePath.EndsWith(FileSuffix, StringComparison.Ordinal));
}
