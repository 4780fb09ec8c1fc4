using DLCompiler.Compiler.Emit.Declarations;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>What a class and its members' names must be like, so that members can be added to it.</summary>
internal static class TypeRules
{
    /// <exception cref="ParseStop">DLC0001 or DLC0014.</exception>
    public static void Check(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var location = type.Locations[0];
        if (!Signatures.IsPartial(type, cancellation))
            throw new ParseStop(
                "DLC0001", $"{type.Name} must be partial, because its other part is generated", location);
        string? reason = type switch
        {
            { IsStatic: true } => "it is static, and a network has values of its own",
            { IsGenericType: true } => "it is generic",
            { IsFileLocal: true } => "it is visible in its file only",
            _ when type.Attribute("ModelAttribute") is not null && type.Attribute("BlockAttribute") is not null =>
                "it is both a [Model] and a [Block]",
            _ => Signatures.Outer(type).Select(o => Reason(o, cancellation)).FirstOrDefault(r => r is not null),
        };
        if (reason is not null) throw new ParseStop("DLC0014", $"{type.Name} cannot be compiled: {reason}", location);
    }

    /// <exception cref="ParseStop">DLC0006.</exception>
    public static void CheckName(ISymbol member, bool isModel, bool isLayer, Compilation compilation)
    {
        if (member.Name.StartsWith("__", StringComparison.Ordinal))
            throw Collision(member, "names that start with __ are the generator's");
        if (isModel && GeneratedMembers.Names.Contains(member.Name))
            throw Collision(member, $"the generator adds a member {member.Name} to the class");
        var ops = compilation.GetTypeByMetadataName($"{KnownNames.Library}.{KnownNames.Ops}");
        if (isLayer && ops is not null && !ops.GetMembers(member.Name).IsEmpty)
            throw Collision(member, $"it would hide Ops.{member.Name}");
    }

    private static string? Reason(INamedTypeSymbol outer, CancellationToken cancellation) => outer switch
    {
        { IsGenericType: true } => $"the type around it, {outer.Name}, is generic",
        { IsFileLocal: true } => $"the type around it, {outer.Name}, is visible in its file only",
        _ when !Signatures.IsPartial(outer, cancellation) => $"the type around it, {outer.Name}, is not partial",
        _ => null,
    };

    private static ParseStop Collision(ISymbol member, string why) =>
        new("DLC0006", $"{member.Name} needs another name: {why}", member.Locations[0]);
}
