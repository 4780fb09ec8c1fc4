using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Analyzers;

/// <summary>A class with parts of a network that is marked as none: nothing is generated for it (DLC0020).</summary>
internal static class UnmarkedClass
{
    public static Diagnostic? Find(INamedTypeSymbol type)
    {
        if (type is not { TypeKind: TypeKind.Class, IsStatic: false, IsAbstract: false }) return null;
        // C# says which attribute it does not know, and that may be the mark.
        if (type.GetAttributes().Any(a => a.AttributeClass is null or { TypeKind: TypeKind.Error })) return null;
        return type.GetMembers().FirstOrDefault(IsPart) is not { } part ? null : Diagnostic.Create(
            Descriptors.UnmarkedClass,
            type.Locations[0],
            $"{part.Name} is part of a network, but {type.Name} is marked neither [Model] nor [Block]");
    }

    private static bool IsPart(ISymbol member) => member switch
    {
        IMethodSymbol { IsPartialDefinition: true } layer when layer.LayerAttribute() is not null => true,
        IMethodSymbol => (member.Attribute(KnownNames.Forward) ?? member.Attribute(KnownNames.Loss)) is not null,
        IPropertySymbol => (member.Attribute(KnownNames.Parameter) ?? member.Attribute(KnownNames.Buffer)) is not null,
        _ => false,
    };
}
