using System.Collections.Immutable;
using DLCompiler.Compiler;
using DLCompiler.Compiler.Emit;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Generators.Frontend;

/// <summary>Declarations as C# text with global names, which mean the same wherever they are written.</summary>
internal static class Signatures
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>Names with their namespaces, without <c>global::</c>.</summary>
    private static readonly SymbolDisplayFormat Dotted =
        Format.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>The same, without <c>@</c>.</summary>
    private static readonly SymbolDisplayFormat Metadata = Dotted.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.None);

    public static string Text(ITypeSymbol type) => type.ToDisplayString(Format);

    /// <summary>The name of a type in metadata, which is unique in its assembly: <c>Demo.Outer+Inner`1</c>.</summary>
    public static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer) return $"{MetadataName(outer)}+{type.MetadataName}";
        return type.ContainingNamespace.IsGlobalNamespace
            ? type.MetadataName
            : $"{type.ContainingNamespace.ToDisplayString(Metadata)}.{type.MetadataName}";
    }

    public static TypeSpec Type(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var containing = new List<ContainingTypeSpec>();
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            containing.Insert(0, new ContainingTypeSpec(Keyword(outer), Literals.Identifier(outer.Name)));
        var space = type.ContainingNamespace;
        return new TypeSpec(
            space.IsGlobalNamespace ? "" : space.ToDisplayString(Dotted),
            containing.ToEquatableArray(),
            Keyword(type),
            Literals.Identifier(type.Name),
            SyntaxFacts.GetText(type.DeclaredAccessibility))
        {
            MetadataName = MetadataName(type),
            FullName = Text(type),
            FileName = FileName(type),
            HasBase = type.BaseType is { SpecialType: not SpecialType.System_Object },
            HasInstances = type is { TypeKind: not TypeKind.Interface, IsStatic: false },
            IsOpen = IsPartial(type, cancellation) && HasName(type)
                && Outer(type).All(t => IsPartial(t, cancellation) && !t.IsGenericType)
                && !type.IsGenericType && !type.IsFileLocal,
        };
    }

    /// <summary>
    /// The metadata name; with a number where another class has it in other case, which file names do not tell apart.
    /// </summary>
    private static string FileName(INamedTypeSymbol type)
    {
        var twins = type.ContainingSymbol is INamespaceOrTypeSymbol container
            ? container.GetTypeMembers().Where(
                t => string.Equals(t.MetadataName, type.MetadataName, StringComparison.OrdinalIgnoreCase))
            : [];
        int number = twins.Select(t => t.MetadataName).OrderBy(n => n, StringComparer.Ordinal).ToList()
            .IndexOf(type.MetadataName);
        return number <= 0 ? MetadataName(type) : $"{MetadataName(type)}-{number}";
    }

    public static IEnumerable<INamedTypeSymbol> Outer(INamedTypeSymbol type)
    {
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType) yield return outer;
    }

    public static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>()
            .All(t => t.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>Whether the class and those around it have names: while one is typed, it has none.</summary>
    public static bool HasName(INamedTypeSymbol type) => Outer(type).Prepend(type).All(t => t.Name.Length > 0);

    /// <summary>Method or property without its body: what its other part must repeat.</summary>
    public static string Member(ISymbol member, SyntaxTokenList modifiers)
    {
        string prefix = string.Join(" ", modifiers.Where(IsOfBothParts).Select(m => m.Text));
        string name = Literals.Identifier(member.Name);
        return member switch
        {
            IMethodSymbol method =>
                $"{prefix} {Return(method)} {name}{TypeParameters(method)}({ParameterList(method.Parameters)})",
            IPropertySymbol { IsIndexer: true } indexer => $"{prefix} {Text(indexer.Type)} this[{ParameterList(indexer.Parameters)}]",
            IPropertySymbol property => $"{prefix} {Text(property.Type)} {name}",
            _ => throw new InvalidOperationException(member.Kind.ToString()),
        };
    }

    /// <summary>The parameters; one that is half typed is none yet.</summary>
    public static EquatableArray<SpecParameter> Parameters(IMethodSymbol method) =>
        method.Parameters.Where(p => IsNamed(p, method))
            .Select(p => new SpecParameter(p.Name, ValueKind(p.Type), Text(p.Type), AttributeReader.Shape(p)))
            .ToEquatableArray();

    /// <summary>Whether each parameter has a name of its own. If not, C# says so.</summary>
    public static bool HasNamedParameters(IMethodSymbol method) => method.Parameters.All(p => IsNamed(p, method));

    public static SpecValueKind ValueKind(ITypeSymbol type) =>
        type.Is(KnownNames.Tensor) ? SpecValueKind.Tensor
        : type.Is(KnownNames.IntTensor) ? SpecValueKind.IntTensor
        : SpecValueKind.Other;

    /// <summary>
    /// The results of a method that returns a tensor or a tuple of tensors; null where it returns something else.
    /// </summary>
    public static EquatableArray<ResultSpec>? Results(IMethodSymbol method)
    {
        if (ValueKind(method.ReturnType) is var kind and not SpecValueKind.Other) return [new ResultSpec(null, kind)];
        if (method.ReturnType is not INamedTypeSymbol { IsTupleType: true } tuple) return null;
        if (tuple.TupleElements.Any(e => ValueKind(e.Type) == SpecValueKind.Other)) return null;
        return tuple.TupleElements
            .Select(e => new ResultSpec(e.IsExplicitlyNamedTupleElement ? e.Name : null, ValueKind(e.Type)))
            .ToEquatableArray();
    }

    private static bool IsNamed(IParameterSymbol parameter, IMethodSymbol method) =>
        parameter.Name.Length > 0 && method.Parameters.First(p => p.Name == parameter.Name).Ordinal == parameter.Ordinal;

    /// <summary>Whether a modifier must stand at both parts of a member. Others are C# errors at the user's part, such as
    /// <c>abstract</c>.</summary>
    private static bool IsOfBothParts(SyntaxToken modifier) => modifier.Kind()
        is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword
        or SyntaxKind.NewKeyword or SyntaxKind.VirtualKeyword or SyntaxKind.OverrideKeyword or SyntaxKind.SealedKeyword
        or SyntaxKind.StaticKeyword or SyntaxKind.UnsafeKeyword or SyntaxKind.PartialKeyword;

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    private static string Return(IMethodSymbol method) => method.ReturnsVoid ? "void" : Text(method.ReturnType);

    private static string TypeParameters(IMethodSymbol method) =>
        method.TypeParameters.Length == 0
            ? ""
            : $"<{string.Join(", ", method.TypeParameters.Select(t => Literals.Identifier(t.Name)))}>";

    private static string ParameterList(ImmutableArray<IParameterSymbol> parameters) =>
        string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(IParameterSymbol parameter)
    {
        string kind = parameter.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In => "in ",
            RefKind.RefReadOnlyParameter => "ref readonly ",
            _ => parameter.IsParams ? "params " : "",
        };
        return $"{kind}{Text(parameter.Type)} {Literals.Identifier(parameter.Name)}";
    }
}
