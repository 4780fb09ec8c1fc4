using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>How marked members must be declared; null where they are.</summary>
internal static class LayerRules
{
    public static string? Wrong(IMethodSymbol method) => method switch
    {
        { IsPartialDefinition: false } =>
            "it must be a partial method without a body, as in 'private partial Tensor Hidden(Tensor x);'",
        { IsStatic: true } => "it is static, and a layer has parameters of its own",
        { IsGenericMethod: true } => "it is generic",
        _ when method.GetAttributes().Count(KnownNames.IsLayer) > 1 => "it has two attributes that say which layer it is",
        _ when method.Attribute(KnownNames.Checkpoint) is not null && method.LayerAttribute()?.AttributeClass is not { Name: KnownNames.Layer } =>
            "[Checkpoint] is for blocks and the layers that use them",
        { Parameters.Length: 0 } => "it takes no tensor",
        _ when method.Parameters.Any(p => p.RefKind != RefKind.None) => "it has ref, in or out parameters",
        _ when method.Parameters.Any(p => Signatures.ValueKind(p.Type) == SpecValueKind.Other) =>
            "its parameters must be tensors; numbers are arguments of the attribute",
        _ when Signatures.Results(method) is null => "it must return a Tensor or a tuple of tensors",
        _ => null,
    };

    public static string? Wrong(IPropertySymbol property, bool isSize) => property switch
    {
        { IsPartialDefinition: false } =>
            "it must be a partial property, as in 'private partial Tensor Gamma { get; }'",
        { IsStatic: true } => "it is static",
        { IsIndexer: true } => "it is an indexer",
        _ when property.Attribute(KnownNames.Parameter) is not null && property.Attribute(KnownNames.Buffer) is not null =>
            "it is both a [Parameter], which is trained, and a [Buffer], which is not",
        { SetMethod: not null } or { GetMethod: null } => "it must have a getter and no setter",
        _ when isSize && property.Type.SpecialType != SpecialType.System_Int32 => "a [Size] is an int",
        _ when !isSize && !property.Type.Is(KnownNames.Tensor) => "a parameter or buffer is a Tensor",
        _ => null,
    };
}
