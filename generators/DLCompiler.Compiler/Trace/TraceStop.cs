using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Ends a trace at the first thing that is wrong: what follows from it would be wrong too.</summary>
internal sealed class TraceStop(Finding finding) : Exception(finding.Message)
{
    public Finding Finding { get; } = finding;

    /// <summary>The same with what would mend it.</summary>
    public TraceStop With(EquatableArray<Remedy> remedies) => new(Finding with { Remedies = remedies });
}
