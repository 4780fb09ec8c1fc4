using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Ends a trace at the first thing that is wrong: what follows from it would be wrong too.</summary>
internal sealed class TraceStop(Finding finding) : Exception(finding.Message)
{
    public Finding Finding { get; } = finding;

    /// <summary>The same for a part of the text at a place, where that is what the finding marks.</summary>
    public TraceStop In(SpecPlace place, TextPart? part) =>
        part is null || Finding.Place != place ? this : new(Finding with { Part = part });

    /// <summary>The same with what would mend it.</summary>
    public TraceStop With(EquatableArray<Remedy> remedies) => new(Finding with { Remedies = remedies });
}
