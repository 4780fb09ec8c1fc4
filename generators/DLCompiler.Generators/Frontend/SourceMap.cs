using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// Where the nodes of spec bodies and the parts of declarations stand in the source: what the analyzer needs and the
/// generator drops.
/// </summary>
internal sealed class SourceMap
{
    private readonly Dictionary<string, (SyntaxTree Tree, IReadOnlyList<TextSpan> Spans)> _bodies = new(
        StringComparer.Ordinal);

    /// <summary>The files that something was read from.</summary>
    public IEnumerable<SyntaxTree> Trees => _bodies.Values.Select(b => b.Tree).Distinct();

    public void Add(string body, SyntaxTree tree, IReadOnlyList<TextSpan> spans) => _bodies[body] = (tree, spans);

    /// <summary>The position; null where this network does not have the body.</summary>
    public Location? Find(SpecPlace place) =>
        _bodies.TryGetValue(place.Body, out var body) && place.Index < body.Spans.Count
            ? Location.Create(body.Tree, body.Spans[place.Index])
            : null;
}
