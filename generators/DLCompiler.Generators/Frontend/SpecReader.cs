using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// The generator's first step: from a class with an attribute to its spec, which holds nothing of Roslyn.
/// </summary>
internal static class SpecReader
{
    public static ModelSpec? Model(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        Read(
            context,
            (type, compilation) => ModelParser.Model(type, compilation, cancellation),
            type => new ModelSpec(type),
            cancellation);

    /// <summary>The block; null for a class that is a model too, which is refused as such.</summary>
    public static BlockSpec? Block(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        context.TargetSymbol.Attribute("ModelAttribute") is not null
            ? null
            : Read(
                context,
                (type, compilation) => ModelParser.Block(type, compilation, cancellation),
                type => new BlockSpec(type),
                cancellation);

    /// <summary>A method marked as a hand-written kernel.</summary>
    public static KernelSpec Kernel(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        KernelParser.ReadOrRefuse((IMethodSymbol)context.TargetSymbol, cancellation);

    private static T? Read<T>(
        GeneratorAttributeSyntaxContext context,
        Func<INamedTypeSymbol, Compilation, ParsedNetwork> parse,
        Func<TypeSpec, T> empty,
        CancellationToken cancellation)
        where T : NetworkSpec
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        if (!IsFirst(context)) return null;
        try
        {
            var compilation = context.SemanticModel.Compilation;
            return (T)SpecCache.Spec(context.TargetNode, type, compilation, () => parse(type, compilation));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var spec = empty(Signatures.Type(type, cancellation));
            return spec with { Refusal = Finding.Internal(spec.Type.MetadataName, e, spec.Place) };
        }
    }

    /// <summary>Whether this is the first of the class's parts that have the attribute; C# refuses a second.</summary>
    private static bool IsFirst(GeneratorAttributeSyntaxContext context)
    {
        var name = context.Attributes[0].AttributeClass!.Name;
        return context.TargetSymbol.Attribute(name)?.ApplicationSyntaxReference is { } first
            && first.SyntaxTree == context.TargetNode.SyntaxTree && context.TargetNode.Span.Contains(first.Span);
    }
}
