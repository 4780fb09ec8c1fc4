using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Generators.Analyzers;

/// <summary>A model's constructor that leaves all parameters at 0, because it forgets the generated Initialize (DLC4027).</summary>
internal static class UninitializedWeights
{
    /// <summary>The generated members that give parameters their values.</summary>
    private static readonly HashSet<string> Writers = ["Initialize", "Load", "Parameters", "Store"];

    public static IEnumerable<Diagnostic> Find(INamedTypeSymbol type, TracedModel traced, CancellationToken cancellation)
    {
        if (traced.Parameters.Count == 0) yield break;
        foreach (var constructor in type.InstanceConstructors.Where(TypeRules.IsOfUser))
        {
            // A private one is called by a factory, which may do the work.
            if (constructor.DeclaredAccessibility == Accessibility.Private) continue;
            var syntax = constructor.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
            if (Delegates(syntax) || Writes(syntax, type, [], cancellation)) continue;
            yield return Diagnostic.Create(AdviceDescriptors.UninitializedWeights, constructor.Locations[0], Message(type, syntax));
        }
    }

    private static string Message(INamedTypeSymbol type, SyntaxNode constructor) => constructor is TypeDeclarationSyntax
        ? $"all weights of {type.Name} start at 0: a primary constructor cannot call Initialize(seed), one with a body can"
        : $"all weights of {type.Name} start at 0: the constructor calls neither Initialize(seed) nor Load";

    /// <summary>Whether another constructor does the work, which is looked at itself.</summary>
    private static bool Delegates(SyntaxNode constructor) =>
        constructor is ConstructorDeclarationSyntax { Initializer: { } initializer }
        && initializer.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword);

    /// <summary>Whether a body, or that of a method which it names, writes parameters, or hands the network to who may.</summary>
    private static bool Writes(SyntaxNode body, INamedTypeSymbol type, HashSet<string> seen, CancellationToken cancellation)
    {
        if (body is TypeDeclarationSyntax) return false;
        foreach (var node in body.DescendantNodes())
        {
            if (node is ThisExpressionSyntax { Parent: ArgumentSyntax }) return true;
            if (node is not SimpleNameSyntax { Identifier.ValueText: var name } || !seen.Add(name)) continue;
            if (Writers.Contains(name)) return true;
            var methods = type.GetMembers(name).OfType<IMethodSymbol>().SelectMany(m => m.DeclaringSyntaxReferences);
            if (methods.Any(m => Writes(m.GetSyntax(cancellation), type, seen, cancellation))) return true;
        }

        return false;
    }
}
