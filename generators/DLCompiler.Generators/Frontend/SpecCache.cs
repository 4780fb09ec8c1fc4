using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// The specs of classes by their syntax. Roslyn runs a transform again after every edit in the project, because any could change
/// what a name means; but an edit in a body or a layer changes nothing for code outside its class. So a spec is read anew only where
/// another declaration has changed somewhere, or something in a file that it was read from. Entries live as long as the syntax trees.
/// </summary>
internal static class SpecCache
{
    private static readonly ConditionalWeakTable<Compilation, Declarations> All = new();
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<int, Entry>> Entries = new();

    /// <summary>The spec of a class, read by <paramref name="parse"/> where it is not known.</summary>
    /// <param name="node">A declaration of the class.</param>
    /// <param name="type">The class.</param>
    /// <param name="compilation">What it is part of.</param>
    /// <param name="parse">Reads the class.</param>
    public static NetworkSpec Spec(SyntaxNode node, INamedTypeSymbol type, Compilation compilation, Func<ParsedNetwork> parse)
    {
        var declarations = All.GetValue(compilation, c => new Declarations(c));
        var classes = Entries.GetOrCreateValue(node.SyntaxTree);
        bool isKnown = classes.TryGetValue(node.SpanStart, out var entry)
            && declarations.ChangedSince(entry.Declarations) is { } changed && !entry.Trees.Any(changed.Contains);
        if (!isKnown)
        {
            var parsed = parse();
            // Reading stops at the first mistake, and there may be more in files that it has not come to.
            if (parsed.Spec.Refusal is not null) return parsed.Spec;
            entry = new Entry(parsed.Spec, [.. parsed.Map.Trees, .. type.DeclaringSyntaxReferences.Select(r => r.SyntaxTree)], declarations);
        }

        classes[node.SpanStart] = new Entry(entry.Spec, entry.Trees, declarations);
        return entry.Spec;
    }

    /// <param name="spec">The spec.</param>
    /// <param name="trees">The files that it was read from.</param>
    /// <param name="declarations">Those of the compilation in which it was last known to be right.</param>
    private sealed class Entry(NetworkSpec spec, IReadOnlyList<SyntaxTree> trees, Declarations declarations)
    {
        public NetworkSpec Spec { get; } = spec;

        public IReadOnlyList<SyntaxTree> Trees { get; } = trees;

        public Declarations Declarations { get; } = declarations;
    }
}
