using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.Generators.Frontend;

/// <summary>Writes a body's nodes, and beside them their spans.</summary>
internal sealed class BodyWriter
{
    private readonly SpecBodyBuilder _nodes = new();
    private readonly List<TextSpan> _spans = [];

    public IReadOnlyList<TextSpan> Spans => _spans;

    public void Leaf(SpecKind kind, SyntaxNode syntax, string text = "", SpecConstant constant = default)
    {
        using (Open(kind, syntax, text, constant))
        {
        }
    }

    /// <summary>Starts a node; what is written until the scope is disposed is its subtree.</summary>
    public Scope Open(SpecKind kind, SyntaxNode syntax, string text = "", SpecConstant constant = default)
    {
        _spans.Add(syntax.Span);
        return new Scope(_nodes, _nodes.Open(kind, text, constant));
    }

    public Compiler.EquatableArray<SpecNode> ToNodes() => _nodes.ToNodes();

    public readonly struct Scope(SpecBodyBuilder nodes, int index) : IDisposable
    {
        public void Dispose() => nodes.Close(index);
    }
}
