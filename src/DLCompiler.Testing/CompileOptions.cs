using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DLCompiler.Testing;

/// <summary>How sources are compiled: what a project file would say.</summary>
public sealed record CompileOptions
{
    /// <summary>The assembly's name.</summary>
    public string AssemblyName { get; init; } = "Models";

    /// <summary>
    /// What every source sees without saying so, as after <c>global using</c>: what the SDK's ImplicitUsings are,
    /// <c>DLCompiler</c> and <c>static DLCompiler.Ops</c>.
    /// </summary>
    public IReadOnlyList<string> Usings { get; init; } =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks", "DLCompiler", "static DLCompiler.Ops",
    ];

    /// <summary>The version of C#: 13 unless set, the first that the generated code compiles with.</summary>
    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp13;

    /// <summary>What null means in the sources.</summary>
    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    /// <summary>Whether the loaded code is fast or easy to step through.</summary>
    public OptimizationLevel Optimization { get; init; } = OptimizationLevel.Release;

    /// <summary>
    /// What the sources reference besides .NET and DLCompiler:
    /// <c>MetadataReference.CreateFromFile(typeof(MyBlock).Assembly.Location)</c>.
    /// </summary>
    public IReadOnlyList<MetadataReference> References { get; init; } = [];

    /// <summary>The severities of rules, as <c>.editorconfig</c> sets them.</summary>
    public IReadOnlyDictionary<string, ReportDiagnostic> Severities { get; init; } =
        new Dictionary<string, ReportDiagnostic>();
}
