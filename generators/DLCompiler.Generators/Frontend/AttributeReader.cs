using System.Collections.Immutable;
using System.Globalization;
using DLCompiler.Compiler;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Generators.Frontend;

/// <summary>Attribute arguments by name, as constants; texts that stand for sizes are marked.</summary>
internal sealed class AttributeReader
{
    private readonly AttributeData _attribute;
    private readonly AttributeSyntax? _syntax;

    public AttributeReader(AttributeData attribute, CancellationToken cancellation)
    {
        _attribute = attribute;
        _syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
    }

    /// <summary>The attribute's arguments as syntax: number i is at index i + 1 of the declaration.</summary>
    public IReadOnlyList<SyntaxNode> Syntax =>
        _syntax?.ArgumentList is { } list ? [.. list.Arguments.Select(a => a.Expression)] : [];

    /// <summary>The dimensions of a parameter's [Shape]; null where it has none.</summary>
    public static EquatableArray<string>? Shape(IParameterSymbol parameter) =>
        parameter.Attribute(KnownNames.Shape) is { } shape ? Dimensions(shape) : null;

    /// <summary>An attribute's dimensions as texts: numbers and symbol expressions.</summary>
    public static EquatableArray<string> Dimensions(AttributeData attribute) =>
        Items(attribute).Select(v => Convert.ToString(v.Value, CultureInfo.InvariantCulture) ?? "").ToEquatableArray();

    /// <exception cref="ParseStop">A dimension is neither an integer nor a text (DLC0007), or has a name of the generator's
    /// (DLC0006).</exception>
    public static void CheckDimensions(AttributeData attribute, CancellationToken cancellation)
    {
        var items = Items(attribute);
        var syntax = DimensionSyntax(attribute, cancellation);
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i].Value is string size)
            {
                foreach (string name in DimParser.Names(size)) TypeRules.CheckStart(name, syntax[i].GetLocation());
            }

            if (items[i] is { IsNull: false, Value: string or char or int or long or short or byte or uint or ulong or ushort or sbyte }) continue;
            string text = SpecPrinter.Print(Constant(items[i]));
            throw new ParseStop(
                "DLC0007", $"a dimension is an integer or a text such as \"2*T+1\", not {text}", syntax[i].GetLocation());
        }
    }

    /// <summary>An expression a dimension; an array that is written as such stands for all of them.</summary>
    public static IReadOnlyList<SyntaxNode> DimensionSyntax(AttributeData attribute, CancellationToken cancellation)
    {
        int count = Items(attribute).Length;
        var reader = new AttributeReader(attribute, cancellation);
        return reader.Syntax.Count >= count ? reader.Syntax : [.. Enumerable.Repeat(reader.Syntax[0], count)];
    }

    public EquatableArray<AttributeArgument> Arguments()
    {
        if (_attribute.AttributeConstructor is not { } constructor) return [];
        var arguments = new List<AttributeArgument>();
        foreach (var parameter in constructor.Parameters)
        {
            var value = _attribute.ConstructorArguments[parameter.Ordinal];
            arguments.Add(Argument(parameter.Name, parameter.Type, value, Positional(parameter)));
        }

        foreach (var named in _attribute.NamedArguments)
        {
            arguments.Add(Argument(named.Key, Property(named.Key).Type, named.Value, Named(named.Key)));
        }

        return arguments.ToEquatableArray();
    }

    /// <summary>Names, each followed by its value: how a use binds a block's sizes.</summary>
    /// <exception cref="ParseStop">A name has no value, or a value no name (DLC0011).</exception>
    public EquatableArray<AttributeArgument> Bindings(Location location)
    {
        var pairs = Items(_attribute);
        var bindings = new List<AttributeArgument>();
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i].Value is not string name || i + 1 == pairs.Length)
            {
                throw new ParseStop(
                    "DLC0011",
                    "a block's bindings are names, each followed by its value: (\"Out\", 128, \"Stride\", 2)",
                    location);
            }

            bindings.Add(new AttributeArgument(name, Constant(pairs[i + 1]), true, i + 2));
        }

        return bindings.ToEquatableArray();
    }

    /// <summary>A property of the attribute, or of a class that it derives from.</summary>
    private IPropertySymbol Property(string name)
    {
        var type = _attribute.AttributeClass;
        while (true)
        {
            if (type!.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property) return property;
            type = type.BaseType;
        }
    }

    /// <summary>The values for a constructor's one <c>params</c> parameter.</summary>
    private static ImmutableArray<TypedConstant> Items(AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments;
        bool isList = arguments.Length == 1 && arguments[0] is { Kind: TypedConstantKind.Array, IsNull: false };
        return isList ? arguments[0].Values : [];
    }

    private static AttributeArgument Argument(string name, ITypeSymbol type, TypedConstant value, int index)
    {
        var element = type is IArrayTypeSymbol array ? array.ElementType : type;
        return new AttributeArgument(name, Constant(value), element.SpecialType == SpecialType.System_Object && value.Kind is not (TypedConstantKind.Type or TypedConstantKind.Enum), index);
    }

    private static SpecConstant Constant(TypedConstant value) => value.Kind switch
    {
        _ when value.IsNull => SpecConstant.Null,
        TypedConstantKind.Array => SpecConstant.List(value.Values.Select(Constant)),
        TypedConstantKind.Enum => EnumName(value),
        // 'N' is "N", not the number of the letter.
        _ when value.Value is char letter => letter.ToString(),
        TypedConstantKind.Type => ((ITypeSymbol)value.Value!).ToDisplayString(),
        _ => SpecConstant.Of(value.Value) ?? SpecConstant.Null,
    };

    private static string EnumName(TypedConstant value) =>
        value.Type!.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => Equals(f.ConstantValue, value.Value))?.Name
            ?? $"{value.Value}";

    private int Positional(IParameterSymbol parameter)
    {
        if (_syntax?.ArgumentList is not { } list) return 0;
        for (int i = 0; i < list.Arguments.Count; i++)
        {
            var argument = list.Arguments[i];
            if (argument.NameColon is { } name ? name.Name.Identifier.ValueText == parameter.Name
                : argument.NameEquals is null && i == parameter.Ordinal) return i + 1;
        }

        return 0;
    }

    private int Named(string name)
    {
        if (_syntax?.ArgumentList is not { } list) return 0;
        for (int i = 0; i < list.Arguments.Count; i++)
        {
            if (list.Arguments[i].NameEquals?.Name.Identifier.ValueText == name) return i + 1;
        }

        return 0;
    }
}
