using DLCompiler.Compiler;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Generators.Frontend;

/// <summary>Members that the generator implements: layers, parameters, buffers, sizes.</summary>
internal sealed class MemberParser(Compilation compilation, SourceMap map, CancellationToken cancellation)
{
    private readonly List<LayerSpec> _layers = [];
    private readonly List<ParameterSpec> _parameters = [];
    private readonly List<SizeSpec> _sizes = [];
    private readonly List<MemberSpec> _orphans = [];
    private readonly SortedDictionary<string, BlockSpec> _imported = new(StringComparer.Ordinal);
    private int _order;

    public EquatableArray<LayerSpec> Layers => _layers.ToEquatableArray();

    public EquatableArray<ParameterSpec> Parameters => _parameters.ToEquatableArray();

    public EquatableArray<SizeSpec> Sizes => _sizes.ToEquatableArray();

    public EquatableArray<MemberSpec> Orphans => _orphans.ToEquatableArray();

    public EquatableArray<BlockSpec> Imported => _imported.Values.ToEquatableArray();

    /// <summary>Reads one member of the class.</summary>
    /// <exception cref="ParseStop">It is marked, but not declared as its mark needs. If it lacks a body, it is an
    /// orphan.</exception>
    public void Read(ISymbol member)
    {
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Ordinary } method:
                Method(method);
                break;
            case IPropertySymbol property:
                Property(property);
                break;
            default:
                break;
        }
    }

    public bool IsLayer(ISymbol member) => _layers.Any(l => l.Member.Name == member.Name);

    private void Method(IMethodSymbol method)
    {
        var attribute = method.LayerAttribute();
        bool isCheckpoint = method.Attribute(KnownNames.Checkpoint) is not null;
        if (attribute is null && !isCheckpoint && !LacksBody(method)) return;
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation) as MethodDeclarationSyntax;
        if (IsRepeated(method) || !CanHaveOtherPart(method, syntax)) throw ParseStop.CSharpError(syntax!);
        var member = Member(method, syntax?.Modifiers ?? default);
        if (attribute is null && HasUnknownAttribute(method))
        {
            _orphans.Add(member);
            throw ParseStop.CSharpError(syntax!);
        }

        string? wrong = attribute is null && !isCheckpoint
            ? "it has no attribute that says which layer it is"
            : LayerRules.Wrong(method);
        if (wrong is not null)
        {
            if (method.IsPartialDefinition) _orphans.Add(member);
            throw new ParseStop("DLC0005", $"{method.Name} is no layer: {wrong}", method.Locations[0]);
        }

        Layer(method, attribute!, member);
    }

    private void Layer(IMethodSymbol method, AttributeData attribute, MemberSpec member)
    {
        var reader = new AttributeReader(attribute, cancellation);
        var block = attribute.AttributeClass!.TypeArguments.FirstOrDefault();
        string definition = attribute.AttributeClass.Name.Replace("Attribute", "");
        string place = Place(method, reader.Syntax);
        var layer = new LayerSpec(member, definition, Signatures.Parameters(method), [])
        {
            Place = place,
            Checkpoint = method.Attribute(KnownNames.Checkpoint) is not null,
            Results = Signatures.Results(method)!.Value,
        };
        var syntax = attribute.ApplicationSyntaxReference!.GetSyntax(cancellation);
        try
        {
            if (attribute.AttributeConstructor is null || attribute.AttributeClass.TypeKind == TypeKind.Error)
                throw ParseStop.CSharpError(syntax);
            var arguments = reader.Arguments();
            layer = block is null
                ? layer with { Arguments = arguments }
                : Block(layer, block, reader, arguments, syntax.GetLocation());
        }
        finally
        {
            _layers.Add(layer);
        }
    }

    private LayerSpec Block(
        LayerSpec layer,
        ITypeSymbol type,
        AttributeReader reader,
        EquatableArray<AttributeArgument> arguments,
        Location location)
    {
        if (type.TypeKind == TypeKind.Error) throw new ParseStop("", "the block's type has C# errors", location);
        if (type is not INamedTypeSymbol block || block.Attribute("BlockAttribute") is null)
        {
            string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            throw new ParseStop("DLC0011", $"{name} is not marked [Block]", location);
        }

        if (Libraries.IsForeign(block, compilation))
        {
            foreach (var imported in Libraries.Blocks(block, location)) _imported[imported.Type.MetadataName] = imported;
        }

        return layer with
        {
            Block = Libraries.Name(block, compilation),
            BlockType = Signatures.Text(block),
            Bindings = reader.Bindings(location),
            Arguments = arguments.Where(a => a.Name == "Repeat").ToEquatableArray(),
        };
    }

    private void Property(IPropertySymbol property)
    {
        var parameter = property.Attribute(KnownNames.Parameter);
        var attribute = parameter ?? property.Attribute(KnownNames.Buffer);
        bool isSize = property.Attribute(KnownNames.Size) is not null;
        if (attribute is null && !isSize)
        {
            // C# says that the attribute is for methods.
            if (property.IsPartialDefinition && property.GetAttributes().Any(KnownNames.IsLayer)) _orphans.Add(Member(property, Modifiers(property)));
            if (property.GetAttributes().FirstOrDefault(KnownNames.IsLayer)?.ApplicationSyntaxReference is { } layer)
                throw ParseStop.CSharpError(layer.GetSyntax(cancellation));
            return;
        }

        if (IsRepeated(property)) throw ParseStop.CSharpError(property.DeclaringSyntaxReferences[0].GetSyntax(cancellation));
        var member = Member(property, Modifiers(property));
        string? wrong = LayerRules.Wrong(property, isSize);
        if (wrong is not null)
        {
            if (property.IsPartialDefinition) _orphans.Add(member);
            throw new ParseStop("DLC0005", $"{property.Name} is declared wrong: {wrong}", property.Locations[0]);
        }

        if (isSize)
        {
            _sizes.Add(new SizeSpec(member, Place(property, [])));
            return;
        }

        var reader = new AttributeReader(attribute!, cancellation);
        var shape = AttributeReader.Dimensions(attribute!);
        string place = Place(property, reader.Syntax);
        _parameters.Add(new ParameterSpec(member, shape, reader.Arguments(), parameter is not null, place));
        AttributeReader.CheckDimensions(attribute!, cancellation);
    }

    private SyntaxTokenList Modifiers(IPropertySymbol property) =>
        (property.DeclaringSyntaxReferences[0].GetSyntax(cancellation) as BasePropertyDeclarationSyntax)?.Modifiers ?? default;

    private MemberSpec Member(ISymbol member, SyntaxTokenList modifiers) =>
        new(member.Name, Signatures.Member(member, modifiers), _order++)
        {
            IsProperty = member is IPropertySymbol,
            Setter = (member as IPropertySymbol)?.SetMethod is { } setter ? setter.IsInitOnly ? "init" : "set" : null,
            Documentation = Documentation(member),
        };

    private EquatableArray<string> Documentation(ISymbol member) =>
        member.DeclaringSyntaxReferences[0].GetSyntax(cancellation).GetLeadingTrivia().ToFullString().Split('\n')
            .Select(line => line.Trim()).Where(line => line.StartsWith("///", StringComparison.Ordinal)).ToEquatableArray();

    private string Place(ISymbol member, IEnumerable<SyntaxNode> arguments)
    {
        string place = $"{Signatures.MetadataName(member.ContainingType)}::{member.Name}";
        var location = member.Locations[0];
        map.Add(place, location.SourceTree!, [location.SourceSpan, .. arguments.Select(a => a.Span)]);
        return place;
    }

    /// <summary>Whether the class has the member twice: it gets one body.</summary>
    private static bool IsRepeated(ISymbol member)
    {
        var first = member.ContainingType.GetMembers(member.Name).First(
            m => m.Kind == member.Kind && Types(m).SequenceEqual(Types(member), SymbolEqualityComparer.Default));
        return !SymbolEqualityComparer.Default.Equals(first, member);
    }

    private static IEnumerable<ITypeSymbol> Types(ISymbol member) =>
        (member is IMethodSymbol method ? method.Parameters : ((IPropertySymbol)member).Parameters).Select(p => p.Type);

    /// <summary>
    /// Whether C# takes a body for the method. It refuses one of a method without an accessibility, or half typed, once more.
    /// </summary>
    private static bool CanHaveOtherPart(IMethodSymbol method, MethodDeclarationSyntax? syntax) =>
        !method.IsPartialDefinition
        || (Signatures.HasNamedParameters(method) && (method.ReturnsVoid || syntax!.Modifiers.Any(IsAccessibility)));

    private static bool IsAccessibility(SyntaxToken modifier) => modifier.Kind()
        is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword;

    /// <summary>
    /// A partial method that returns a tensor and that nobody implements: a layer whose attribute was forgotten.
    /// </summary>
    private static bool LacksBody(IMethodSymbol method) =>
        method.IsPartialDefinition && (method.GetAttributes().IsEmpty || HasUnknownAttribute(method))
        && (method.PartialImplementationPart is not { } implementation || Generated.Is(implementation))
        && Signatures.ValueKind(method.ReturnType) != SpecValueKind.Other;

    /// <summary>Whether C# does not know an attribute, so that a layer may be what is meant.</summary>
    private static bool HasUnknownAttribute(IMethodSymbol method) =>
        method.GetAttributes().Any(a => a.AttributeClass is null or { TypeKind: TypeKind.Error });
}
