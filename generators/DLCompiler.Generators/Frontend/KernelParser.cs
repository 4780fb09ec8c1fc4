using DLCompiler.Compiler;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Generators.Frontend;

/// <summary>Reads a method marked <c>[Kernel]</c>, and the method over spans that it names.</summary>
internal sealed class KernelParser
{
    private const string Result = "result";

    private readonly IMethodSymbol _method;
    private readonly INamedTypeSymbol _type;
    private readonly CancellationToken _cancellation;
    private readonly EquatableArray<SpecParameter> _parameters;
    private readonly EquatableArray<string>? _result;
    private readonly string _name;

    private KernelParser(IMethodSymbol method, CancellationToken cancellation)
    {
        (_method, _type, _cancellation) = (method, method.ContainingType, cancellation);
        _parameters = Signatures.Parameters(method);
        var shape = method.GetReturnTypeAttributes().FirstOrDefault(a => a.AttributeClass.Is(KnownNames.Shape));
        _result = shape is null ? null : AttributeReader.Dimensions(shape);
        _name = method.Attribute(KnownNames.Kernel)?.ConstructorArguments.FirstOrDefault().Value as string ?? "";
    }

    /// <summary>The kernel.</summary>
    /// <exception cref="ParseStop">It is declared wrong (DLC0017).</exception>
    public static KernelSpec Read(IMethodSymbol method, CancellationToken cancellation)
    {
        var parser = new KernelParser(method, cancellation);
        return parser.Spec(parser.Arguments());
    }

    /// <summary>The same for the generator: one that is declared wrong has a refusal.</summary>
    public static KernelSpec ReadOrRefuse(IMethodSymbol method, CancellationToken cancellation)
    {
        try
        {
            return Read(method, cancellation);
        }
        catch (ParseStop stop)
        {
            return new KernelParser(method, cancellation).Spec([]) with { Refusal = new Finding(stop.Rule, stop.Message, default) };
        }
    }

    private KernelSpec Spec(EquatableArray<KernelArgument> arguments)
    {
        var syntax = _method.DeclaringSyntaxReferences[0].GetSyntax(_cancellation) as MethodDeclarationSyntax;
        var documentation = syntax is null ? [] : syntax.GetLeadingTrivia().ToFullString().Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("///", StringComparison.Ordinal)).ToEquatableArray();
        var member = new MemberSpec(_method.Name, Signatures.Member(_method, syntax?.Modifiers ?? default), 0) { Documentation = documentation };
        return new KernelSpec(Signatures.Type(_type, _cancellation), member, _parameters, _result, _name, arguments)
        {
            IsPublic = Signatures.Outer(_type).Prepend(_type).All(t => t.DeclaredAccessibility == Accessibility.Public),
            LacksBody = _method.IsPartialDefinition && _type.GetMembers(_method.Name).OfType<IMethodSymbol>().First().Equals(
                _method, SymbolEqualityComparer.Default),
        };
    }

    private EquatableArray<KernelArgument> Arguments()
    {
        if (Wrong() is { } wrong) throw Stop(wrong);
        var methods = _type.GetMembers(_name).OfType<IMethodSymbol>().ToList();
        var method = methods.Count == 1 ? methods[0] : throw Stop($"{_type.Name} has no method '{_name}', or several");
        if (!method.IsStatic || !method.ReturnsVoid || method.IsGenericMethod)
            throw Stop($"{method.Name} must be a static method that returns nothing, without type parameters");
        var symbols = Symbols();
        var arguments = method.Parameters.Select(p => Argument(p, symbols)).ToEquatableArray();
        return arguments.Any(a => a.Kind == KernelArgumentKind.Result)
            ? arguments
            : throw Stop($"{method.Name} does not take 'Span<float> result'");
    }

    private string? Wrong() => _method switch
    {
        { IsPartialDefinition: false } or { IsStatic: false } =>
            "it must be a static partial method without a body, as in 'private static partial Tensor Softsign(Tensor x);'",
        { IsGenericMethod: true } => "it is generic",
        _ when _type.GetMembers(_method.Name).Length > 1 => "another member has its name",
        _ when Signatures.ValueKind(_method.ReturnType) != SpecValueKind.Tensor => "it must return a Tensor",
        _ when _parameters.FirstOrDefault(p => p.Kind == SpecValueKind.IntTensor) is { } integers =>
            $"'{integers.Name}' is an IntTensor; Cast makes a Tensor of it",
        _ when _method.Parameters.FirstOrDefault(p => !IsPlain(p)) is { } other =>
            $"'{other.Name}' is neither a Tensor nor a float, an int or a bool",
        _ when _parameters.All(p => p.Kind != SpecValueKind.Tensor) => "it takes no Tensor",
        _ when !Signatures.Type(_type, _cancellation).IsOpen => $"{_type.Name}, and what is around it, must be partial and not generic",
        _ when Signatures.Outer(_type).Prepend(_type).FirstOrDefault(IsHidden) is { } hidden =>
            $"{hidden.Name} is private, and compiled code is outside it",
        _ => null,
    };

    private static bool IsHidden(INamedTypeSymbol type) =>
        type.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal;

    private static bool IsPlain(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None
        && (Signatures.ValueKind(parameter.Type) == SpecValueKind.Tensor
            || parameter.Type.SpecialType is SpecialType.System_Single or SpecialType.System_Int32 or SpecialType.System_Boolean);

    /// <summary>The symbols of the parameters' shapes. The result's are among them.</summary>
    private HashSet<string> Symbols()
    {
        var symbols = new HashSet<string>(StringComparer.Ordinal);
        foreach (string dim in _parameters.SelectMany(p => p.Shape ?? [])) Parse(dim, name => symbols.Add(name));
        foreach (string dim in _result ?? [])
        {
            Parse(dim, name =>
            {
                if (!symbols.Contains(name)) throw Stop($"no parameter's shape has the symbol '{name}' of its result");
            });
        }

        return symbols;
    }

    private void Parse(string dim, Action<string> meet)
    {
        try
        {
            DimParser.Parse(dim, name =>
            {
                meet(name);
                return Dim.Symbol(name);
            });
        }
        catch (ShapeException e)
        {
            throw new ParseStop(e.Rule, e.Message, _method.Locations[0]);
        }
    }

    private KernelArgument Argument(IParameterSymbol parameter, HashSet<string> symbols)
    {
        string name = parameter.Name, type = parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        var own = _parameters.FirstOrDefault(p => p.Name == name);
        KernelArgumentKind? kind = type switch
        {
            _ when parameter.RefKind != RefKind.None => null,
            "ReadOnlySpan<float>" when own?.Kind == SpecValueKind.Tensor => KernelArgumentKind.Input,
            "Span<float>" when name == Result => KernelArgumentKind.Result,
            "float" or "int" or "bool" when own?.Type == type => KernelArgumentKind.Value,
            "int" when own is null && symbols.Contains(name) => KernelArgumentKind.Symbol,
            _ => null,
        };
        if (kind is { } known) return new KernelArgument(name, known, type);
        string has = own is null ? $"{_method.Name} has neither a parameter nor a symbol '{name}'"
            : own.Kind == SpecValueKind.Tensor ? $"'{name}' is a ReadOnlySpan<float>"
            : $"'{name}' is of type {own.Type}";
        throw Stop($"{_name} takes '{type} {name}', but {(name == Result ? "'result' is a Span<float>" : has)}");
    }

    private ParseStop Stop(string reason) => new("DLC0017", $"{_method.Name} is no kernel: {reason}", _method.Locations[0]);
}
