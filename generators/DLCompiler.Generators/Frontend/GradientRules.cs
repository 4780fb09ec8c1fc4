using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>What a method marked <c>[Gradient]</c> must be like.</summary>
internal static class GradientRules
{
    private const string Result = "result", Gradient = "gradient";

    /// <summary>The method that is marked as the gradient of another one; null where none is.</summary>
    /// <exception cref="ParseStop">It is declared wrong (DLC2002).</exception>
    public static IMethodSymbol? GradientOf(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary) return null;
        var gradient = method.ContainingType.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => Of(m) == method.Name);
        if (gradient is not null) Check(gradient);
        return gradient;
    }

    /// <exception cref="ParseStop">DLC2002.</exception>
    public static void Check(IMethodSymbol gradient)
    {
        string name = Of(gradient) ?? "";
        var named = gradient.ContainingType.GetMembers(name).OfType<IMethodSymbol>()
            .Where(m => m.MethodKind == MethodKind.Ordinary).ToList();
        string? wrong = Wrong(gradient)
            ?? named.Count switch
            {
                0 => $"{gradient.ContainingType.Name} has no method '{name}'",
                1 => WrongFunction(named[0]) ?? WrongPair(gradient, named[0]),
                _ => $"{gradient.ContainingType.Name} has several methods '{name}'",
            };
        if (wrong is null) return;
        throw new ParseStop("DLC2002", $"{gradient.Name} is no gradient: {wrong}", gradient.Locations[0]);
    }

    private static string? Of(IMethodSymbol method) =>
        method.Attribute(KnownNames.Gradient)?.ConstructorArguments.FirstOrDefault().Value as string;

    private static string? Wrong(IMethodSymbol gradient) => gradient switch
    {
        { IsStatic: false } => "it must be static; weights are arguments of the method and of its gradient",
        { IsGenericMethod: true } => "it is generic",
        _ when gradient.ContainingType.GetMembers().OfType<IMethodSymbol>().Count(m => Of(m) == Of(gradient)) > 1 =>
            $"'{Of(gradient)}' has another gradient, too",
        _ => null,
    };

    private static string? WrongFunction(IMethodSymbol function) => function switch
    {
        { IsStatic: false } => $"{function.Name} must be static; weights are arguments of the method and of its gradient",
        { IsGenericMethod: true } => $"{function.Name} is generic",
        _ when Signatures.ValueKind(function.ReturnType) != SpecValueKind.Tensor => $"{function.Name} must return a Tensor",
        _ when function.Parameters.FirstOrDefault(p => p.Name is Result or Gradient) is { } taken =>
            $"{function.Name} has a parameter '{taken.Name}', which is the name of what the gradient gets",
        _ when function.Parameters.FirstOrDefault(p => !IsPlain(p)) is { } other =>
            $"{function.Name} takes '{other.Name}', and must take tensors, numbers, flags and texts only",
        _ when !Tensors(function).Any() => $"{function.Name} takes no Tensor",
        _ => null,
    };

    private static string? WrongPair(IMethodSymbol gradient, IMethodSymbol function)
    {
        foreach (var parameter in gradient.Parameters)
        {
            var expected = function.Parameters.FirstOrDefault(p => p.Name == parameter.Name)?.Type;
            bool fits = parameter.Name is Result or Gradient
                ? Signatures.ValueKind(parameter.Type) == SpecValueKind.Tensor
                : SymbolEqualityComparer.Default.Equals(parameter.Type, expected);
            if (fits && parameter.RefKind == RefKind.None) continue;
            return $"it takes '{parameter.Type.Name} {parameter.Name}', and must take parameters of {function.Name}, "
                + "'Tensor result' and 'Tensor gradient'";
        }

        if (gradient.Parameters.All(p => p.Name != Gradient)) return "it does not take 'Tensor gradient', the gradient by the result";
        int wanted = Tensors(function).Count();
        var results = Signatures.Results(gradient);
        if (results?.Count == wanted && results.Value.All(r => r.Kind == SpecValueKind.Tensor)) return null;
        return wanted == 1
            ? $"it must return a Tensor: the gradient by '{Tensors(function).Single().Name}'"
            : $"it must return a tuple of {wanted} tensors: the gradients by {string.Join(", ", Tensors(function).Select(p => $"'{p.Name}'"))}";
    }

    private static IEnumerable<IParameterSymbol> Tensors(IMethodSymbol function) =>
        function.Parameters.Where(p => Signatures.ValueKind(p.Type) == SpecValueKind.Tensor);

    private static bool IsPlain(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None
        && (Signatures.ValueKind(parameter.Type) != SpecValueKind.Other
            || parameter.Type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64
                or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_String);
}
