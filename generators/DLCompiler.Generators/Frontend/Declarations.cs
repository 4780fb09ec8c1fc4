using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// What a compilation declares, which decides what names mean everywhere in it. It holds syntax, and nothing of the compilation.
/// </summary>
internal sealed class Declarations(Compilation compilation)
{
    private readonly SyntaxTree[] _trees = [.. compilation.SyntaxTrees];
    private readonly CompilationOptions _options = compilation.Options;
    private readonly string? _assembly = compilation.AssemblyName;

    // A reference may be another project's compilation, which nothing else may hold any more.
    private readonly WeakReference<MetadataReference>[] _references =
        [.. compilation.References.Select(r => new WeakReference<MetadataReference>(r))];

    private Comparison? _last;

    /// <summary>
    /// The trees of earlier declarations in whose bodies or private methods something has changed since; null where anything else
    /// has, so that names may mean something else.
    /// </summary>
    public IReadOnlyCollection<SyntaxTree>? ChangedSince(Declarations earlier)
    {
        if (_last is not { } last || last.Earlier != earlier) _last = last = new Comparison(earlier, Compare(earlier));
        return last.Changed;
    }

    private HashSet<SyntaxTree>? Compare(Declarations earlier)
    {
        if (_assembly != earlier._assembly || !_options.Equals(earlier._options)) return null;
        if (_trees.Length != earlier._trees.Length || !_references.SequenceEqual(earlier._references, new SameReference())) return null;
        var changed = new HashSet<SyntaxTree>();
        for (int i = 0; i < _trees.Length; i++)
        {
            SyntaxTree now = _trees[i], before = earlier._trees[i];
            if (now == before) continue;
            if (!now.Options.Equals(before.Options) || !DeclareTheSame(before, now)) return null;
            changed.Add(before);
        }

        return changed;
    }

    /// <summary>Whether all that code elsewhere can see is the same; attributes and constants are part of it.</summary>
    private static bool DeclareTheSame(SyntaxTree before, SyntaxTree now) =>
        SyntaxFactory.AreEquivalent(before, now, topLevel: true)
        || SyntaxFactory.AreEquivalent(WithoutPrivateMethods(before), WithoutPrivateMethods(now), topLevel: true);

    /// <summary>Layers are private methods as a rule: nobody but their class can call them, or look at their attributes.</summary>
    private static SyntaxNode WithoutPrivateMethods(SyntaxTree tree)
    {
        var root = tree.GetRoot();
        var methods = root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<MethodDeclarationSyntax>().Where(IsPrivate);
        return root.RemoveNodes(methods, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static bool IsPrivate(MethodDeclarationSyntax method) =>
        method is { ExplicitInterfaceSpecifier: null, Parent: ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax }
        && !method.Modifiers.Any(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword);

    /// <summary>The last question and its answer: all specs of a compilation ask the same one.</summary>
    private sealed class Comparison(Declarations earlier, IReadOnlyCollection<SyntaxTree>? changed)
    {
        public Declarations Earlier { get; } = earlier;

        public IReadOnlyCollection<SyntaxTree>? Changed { get; } = changed;
    }

    private sealed class SameReference : IEqualityComparer<WeakReference<MetadataReference>>
    {
        public bool Equals(WeakReference<MetadataReference> x, WeakReference<MetadataReference> y) =>
            x.TryGetTarget(out var left) && y.TryGetTarget(out var right) && ReferenceEquals(left, right);

        public int GetHashCode(WeakReference<MetadataReference> reference) => throw new NotSupportedException();
    }
}
