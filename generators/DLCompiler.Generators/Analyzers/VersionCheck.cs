using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DLCompiler.Generators.Analyzers;

/// <summary>
/// Reports a runtime library of another version than the generator's: generated code calls what its own version has.
/// </summary>
internal static class VersionCheck
{
    public static void Run(CompilationAnalysisContext context)
    {
        var generator = typeof(VersionCheck).Assembly.GetName().Version;
        var library = context.Compilation.GetTypeByMetadataName(KnownNames.Model)?.ContainingAssembly.Identity;
        if (library is null || library.Version == generator) return;
        string message = $"the generator is {generator.ToString(3)}, but {library.Name}.dll is {library.Version.ToString(3)}: "
            + "reference the same version of the package in every project";
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.OtherVersion, Location.None, message));
    }
}
