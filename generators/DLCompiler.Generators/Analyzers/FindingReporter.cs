using System.Globalization;
using DLCompiler.Compiler.Advising;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Analyzers;

/// <summary>Turns findings into diagnostics: places become positions, and notes name their lines.</summary>
internal sealed class FindingReporter(NetworkCache networks, Action<Diagnostic> report, CancellationToken cancellation)
{
    /// <summary>What C# says of partial members until the generator has run.</summary>
    private const string NoMethodBody = "CS8795", NoPropertyBody = "CS9248";

    public void Model(INamedTypeSymbol type)
    {
        var model = ModelParser.Model(type, networks.Compilation, cancellation);
        var blocks = networks.Reached(model.Spec, cancellation);
        bool blockIsWrong = blocks.Any(b => networks.Check(b.Spec.Type.MetadataName, cancellation).Findings.Count > 0);
        if (model.Spec.Refusal is null && blockIsWrong) return;
        var linked = LinkedModel.Link((ModelSpec)model.Spec, blocks.Select(b => (BlockSpec)b.Spec));
        var traced = Tracer.Trace(linked, cancellation);
        IReadOnlyList<ParsedNetwork> parsed = [model, .. blocks];
        foreach (var finding in traced.Findings.Concat(Advice(type, traced.Code)).Concat(GpuRules.Numbers((ModelSpec)model.Spec, traced)))
            Report(finding, type, parsed);
        if (GpuRules.Find(type, (ModelSpec)model.Spec, traced, networks.Compilation, cancellation) is { } gpu) report(gpu);
        if (traced.Code is null) return;
        if (UnmarkedLoss.Find(type, (ModelSpec)model.Spec) is { } unmarked) report(unmarked);
        foreach (var uninitialized in UninitializedWeights.Find(type, traced, cancellation)) report(uninitialized);
    }

    public void Block(INamedTypeSymbol type)
    {
        string name = Signatures.MetadataName(type);
        if (networks.Block(name, cancellation) is not { } block) return;
        var result = networks.Check(name, cancellation);
        IReadOnlyList<ParsedNetwork> parsed = [block, .. networks.Reached(block.Spec, cancellation)];
        foreach (var finding in result.Findings.Concat(Advice(type, result.Code))) Report(finding, type, parsed);
    }

    /// <summary>Inferred shapes, and advice on code without C# errors: what else is found may follow from them.</summary>
    private IEnumerable<Finding> Advice(INamedTypeSymbol type, NetworkTrace? code)
    {
        if (code is null) return [];
        var advice = Advisor.Advise(code, cancellation);
        return InferredShapes.Of(code).Concat(advice.Count > 0 && HasErrors(type) ? [] : advice);
    }

    private bool HasErrors(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Where(r => !r.SyntaxTree.FilePath.EndsWith(Generated.FileSuffix, StringComparison.Ordinal))
        .Any(r => HasErrors(r.SyntaxTree.GetLocation(r.Span)));

    /// <summary>What C# refuses is not refused once more.</summary>
    private bool HasErrors(Location location) => networks.Compilation.GetSemanticModel(location.SourceTree!)
        .GetDiagnostics(location.SourceSpan, cancellation)
        .Any(d => d.Severity == DiagnosticSeverity.Error && d.Id is not (NoMethodBody or NoPropertyBody));

    private void Report(Finding finding, INamedTypeSymbol type, IReadOnlyList<ParsedNetwork> parsed)
    {
        if (finding.Rule.Length == 0) return;
        var related = finding.Related.Select(r => (r.Note, Location: Find(r.Place, parsed))).ToList();
        var notes = related.Select(r => Note(r.Note, r.Location)).ToList();
        string message = notes.Count == 0 ? finding.Message : $"{finding.Message}. {string.Join("; ", notes)}";
        var location = Find(finding.Place, parsed) ?? type.Locations[0];
        if (finding.Part is { } part) location = LiteralPart.Of(location, part, cancellation);
        if (finding.Refuses && (!networks.IsFirst(finding.Rule, location, Signatures.MetadataName(type)) || HasErrors(location))) return;
        report(Diagnostic.Create(
            Descriptors.Of(finding.Rule),
            location,
            related.Where(r => r.Location is not null).Select(r => r.Location!),
            RemedyProperties.Of(finding, location, place => Find(place, parsed)),
            message));
    }

    private static string Note(string note, Location? location) => location is null
        ? note
        : $"{note}, line {(location.GetLineSpan().StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture)}";

    private static Location? Find(SpecPlace place, IReadOnlyList<ParsedNetwork> parsed) =>
        parsed.Select(p => p.Map.Find(place)).FirstOrDefault(l => l is not null);
}
