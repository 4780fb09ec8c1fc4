using DLCompiler.Compiler;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Generators.Frontend;

/// <summary>Reads what is published besides blocks: helper methods marked <c>[Function]</c>, and kernels.</summary>
internal static class FunctionParser
{
    /// <exception cref="ParseStop">It cannot be published, or has something that no network can contain.</exception>
    public static FunctionSpec Parse(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        if (Wrong(method) is { } wrong)
            throw new ParseStop("DLC0005", $"{method.Name} is declared wrong: {wrong}", method.Locations[0]);
        var bodies = new ParsedBodies(compilation, new SourceMap(), cancellation);
        var body = bodies.Entry(method);
        return Empty(method) with
        {
            Bodies = bodies.Helpers.Append(body).ToEquatableArray(),
            Kernels = bodies.Kernels.ToEquatableArray(),
        };
    }

    /// <summary>The generator's first step for a function; null for the second part of a partial method.</summary>
    public static FunctionSpec? Function(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        context.TargetSymbol is IMethodSymbol { PartialDefinitionPart: null } method
            ? Read(method, context.SemanticModel.Compilation, cancellation)
            : null;

    /// <summary>The same for a kernel; null for one that no other assembly can call.</summary>
    public static FunctionSpec? Kernel(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        context.TargetSymbol is IMethodSymbol { PartialDefinitionPart: null, DeclaredAccessibility: Accessibility.Public } method
            && method.Attribute(KnownNames.Function) is null
            ? Read(method, context.SemanticModel.Compilation, cancellation)
            : null;

    private static FunctionSpec Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        try
        {
            return Parse(method, compilation, cancellation);
        }
        catch (ParseStop stop)
        {
            return Empty(method) with { Refusal = new Finding(stop.Rule, stop.Message, default) };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Empty(method) with { Refusal = Finding.Internal(method.Name, e, default) };
        }
    }

    private static string? Wrong(IMethodSymbol method) => method switch
    {
        { IsStatic: false } => "a [Function] is static: other assemblies have no object to call it on",
        { IsGenericMethod: true } or { ContainingType.IsGenericType: true } => "a [Function] and its class have no type parameters",
        { DeclaredAccessibility: Accessibility.Private } => "a [Function] is for other assemblies, which cannot call a private method",
        _ => null,
    };

    private static FunctionSpec Empty(IMethodSymbol method) =>
        new(method.GetDocumentationCommentId() ?? "", []) { FileName = FileName(method) };

    /// <summary>The class and the method; with a number where file names do not tell it from another one.</summary>
    private static string FileName(IMethodSymbol method)
    {
        var twins = method.ContainingType.GetMembers().Where(
            m => string.Equals(m.Name, method.Name, StringComparison.OrdinalIgnoreCase));
        int number = twins.Select(t => t.GetDocumentationCommentId()).OrderBy(n => n, StringComparer.Ordinal).ToList()
            .IndexOf(method.GetDocumentationCommentId());
        string name = $"{Signatures.MetadataName(method.ContainingType)}.{method.Name}";
        return number <= 0 ? name : $"{name}-{number}";
    }
}
