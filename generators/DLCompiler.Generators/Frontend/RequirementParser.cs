using System.Globalization;
using DLCompiler.Compiler;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>What a class and its Forward require of sizes.</summary>
internal sealed class RequirementParser(INamedTypeSymbol type, SourceMap map, CancellationToken cancellation)
{
    /// <exception cref="ParseStop">The method is not Forward (DLC0005).</exception>
    public static void Check(IMethodSymbol method)
    {
        if (method.Attribute(KnownNames.Forward) is not null) return;
        throw new ParseStop(
            "DLC0005",
            $"{method.Name} is declared wrong: [Require] is for models, blocks and their [Forward]",
            method.Locations[0]);
    }

    /// <summary>Those of the class, then those of the methods.</summary>
    public EquatableArray<RequirementSpec> Read(IEnumerable<IMethodSymbol> methods)
    {
        var attributes = type.GetAttributes().Concat(methods.SelectMany(m => m.GetAttributes()))
            .Where(a => a.AttributeClass.Is(KnownNames.Require) && a.ConstructorArguments.Length == 1);
        return attributes.Select(Read).ToEquatableArray();
    }

    private RequirementSpec Read(AttributeData attribute, int number)
    {
        var syntax = attribute.ApplicationSyntaxReference!.GetSyntax(cancellation);
        var arguments = new AttributeReader(attribute, cancellation).Syntax;
        string place = string.Format(
            CultureInfo.InvariantCulture, "{0}![Require]{1}", Signatures.MetadataName(type), number);
        map.Add(place, syntax.SyntaxTree, [syntax.Span, .. arguments.Select(a => a.Span)]);
        string text = attribute.ConstructorArguments[0].Value as string ?? "";
        var constants = DimParser.Names(text).Select(Constant).OfType<NamedConstant>();
        return new RequirementSpec(text, constants.ToEquatableArray(), place);
    }

    private NamedConstant? Constant(string name) =>
        type.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault() is { HasConstantValue: true } field
            && field.ConstantValue is int or long or short or byte
                ? new NamedConstant(name, Convert.ToInt64(field.ConstantValue, CultureInfo.InvariantCulture))
                : null;
}
