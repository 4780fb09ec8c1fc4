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
        if (!Signatures.HasName(type)) throw new ParseStop("", "it has no name yet", location);
        if (!Signatures.IsPartial(type, cancellation))
            throw new ParseStop(
                "DLC0001", $"{type.Name} must be partial, because its other part is generated", location);
        if (type.TypeKind != TypeKind.Class) throw new ParseStop("", "[Model] and [Block] are for classes", location);
        string? reason = type switch
        {
            { IsStatic: true } => "it is static, and a network has values of its own",
            { Arity: > 0 } => "it is generic",
            { IsAbstract: true } when type.Attribute("BlockAttribute") is not null =>
                "it is abstract, and the networks that use it make objects of it",
            { IsFileLocal: true } => "it is visible in its file only",
            _ when type.Attribute("ModelAttribute") is not null && type.Attribute("BlockAttribute") is not null =>
                "it is both a [Model] and a [Block]",
            _ when BaseReason(type) is { } wrong => wrong,
            _ => Signatures.Outer(type).Select(o => Reason(o, cancellation)).FirstOrDefault(r => r is not null),
        };
        if (reason is not null) throw new ParseStop("DLC0014", $"{type.Name} cannot be compiled: {reason}", location);
        if (!CanConstruct(type) && !HasConstructor(type)) throw new ParseStop("", "the base needs arguments", location);
    }

    /// <summary>Checks the name of a class, of which no member can have it, or of a member.</summary>
    /// <exception cref="ParseStop">DLC0006.</exception>
    public static void CheckName(ISymbol symbol, INamedTypeSymbol type, bool isLayer, Compilation compilation)
    {
        CheckStart(symbol.Name, symbol.Locations[0]);
        bool isModel = type.Attribute("ModelAttribute") is not null;
        if (isModel && GeneratedMembers.Names.Contains(symbol.Name))
            throw Collision(symbol, $"the generator adds a member {symbol.Name} to the class");
        if (isModel && GeneratedMembers.GpuNames.Contains(symbol.Name) && RunsOnGpu(type))
            throw Collision(symbol, $"the generator adds a member {symbol.Name} to a class that runs on a GPU");
        var ops = compilation.GetTypeByMetadataName($"{KnownNames.Library}.{KnownNames.Ops}");
        if (isLayer && ops is not null && !ops.GetMembers(symbol.Name).IsEmpty)
            throw Collision(symbol, $"it would hide Ops.{symbol.Name}");
    }

    /// <summary>Checks the names of a method's parameters and results, which the generated code has among its own.</summary>
    /// <exception cref="ParseStop">DLC0006.</exception>
    public static void CheckNames(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters) CheckStart(parameter.Name, parameter.Locations[0]);
        foreach (var result in Signatures.Results(method) ?? [])
            if (result.Name is { } name) CheckStart(name, method.Locations[0]);
    }

    /// <exception cref="ParseStop">DLC0006.</exception>
    public static void CheckStart(string name, Location location)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
            throw new ParseStop("DLC0006", $"{name} needs another name: names that start with __ are the generator's", location);
    }

    private static bool RunsOnGpu(INamedTypeSymbol type) =>
        type.Attribute("ModelAttribute")?.NamedArguments.Any(a => a is { Key: "Gpu", Value.Value: true }) == true;

    /// <summary>Why the class cannot have the base that it has; null where it can.</summary>
    private static string? BaseReason(INamedTypeSymbol type)
    {
        for (var b = type.BaseType; b is not null; b = b.BaseType)
        {
            if (b.Attribute("ModelAttribute") is not null || b.Attribute("BlockAttribute") is not null)
                return $"it derives from {b.Name}, and networks do not inherit; [Layer<TBlock>] puts them together";
        }

        return null;
    }

    /// <summary>Whether a generated constructor can call the base's. If not, C# wants one of the user's.</summary>
    public static bool CanConstruct(INamedTypeSymbol type) =>
        type.BaseType is not { } b || b.InstanceConstructors.Any(
            c => c.Parameters.All(p => p.IsOptional || p.IsParams) && c.DeclaredAccessibility != Accessibility.Private);

    /// <summary>Whether the user wrote a constructor.</summary>
    public static bool HasConstructor(INamedTypeSymbol type) => type.InstanceConstructors.Any(IsOfUser);

    /// <summary>Whether the user wrote the constructor; a record's copy constructor is none.</summary>
    public static bool IsOfUser(IMethodSymbol constructor) =>
        !constructor.IsImplicitlyDeclared && !Generated.Is(constructor) && !IsCopy(constructor);

    private static bool IsCopy(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord && constructor.Parameters.Length == 1
        && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);

    private static string? Reason(INamedTypeSymbol outer, CancellationToken cancellation) => outer switch
    {
        { Arity: > 0 } => $"the type around it, {outer.Name}, is generic",
        { IsFileLocal: true } => $"the type around it, {outer.Name}, is visible in its file only",
        _ when !Signatures.IsPartial(outer, cancellation) => $"the type around it, {outer.Name}, is not partial",
        _ => null,
    };

    private static ParseStop Collision(ISymbol symbol, string why) =>
        new("DLC0006", $"{symbol.Name} needs another name: {why}", symbol.Locations[0]);
}
