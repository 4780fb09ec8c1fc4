using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DLCompiler.Generators.Frontend;

/// <summary>Calls: ops, layers, functions of Math, helper methods; and properties, which are calls too.</summary>
internal sealed class CallParser(ParsedBodies bodies, BodyWriter writer, ExpressionParser expressions)
{
    private static readonly HashSet<string> MathFunctions =
        ["Sqrt", "Log", "Exp", "Pow", "Abs", "Min", "Max", "Floor", "Ceiling", "Sin", "Cos", "Tanh", "Clamp"];

    public void Invocation(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var type = method.ContainingType;
        if (type.Is(KnownNames.Ops)) Call(SpecKind.Op, method.Name, call);
        else if (IsTensor(type)) TensorMethod(call);
        else if (IsMath(type)) Function(call);
        else if (method.MethodKind == MethodKind.LocalFunction) LocalFunction(call, method.OriginalDefinition);
        else if (method.MethodKind != MethodKind.Ordinary) throw Unsupported(call, "only methods can be called");
        else if (method.LayerAttribute() is not null) Layer(call);
        else Helper(call);
    }

    /// <summary>A helper method or a local function that is passed on instead of called.</summary>
    public void MethodGroup(IMethodReferenceOperation reference)
    {
        var method = reference.Method;
        bool isLocal = method.MethodKind == MethodKind.LocalFunction;
        if (!isLocal && (!IsOwn(reference.Instance) || method.MethodKind != MethodKind.Ordinary))
            throw Unsupported(reference, "it is a method of another object");
        if (IsMath(method.ContainingType) || method.ContainingType.Is(KnownNames.Ops) || method.LayerAttribute() is not null)
            throw Unsupported(reference, "a lambda can call it");
        string id = isLocal
            ? LocalFunction(method.OriginalDefinition, reference.Syntax)
            : bodies.Helper(method.OriginalDefinition, reference.Syntax);
        writer.Leaf(SpecKind.Function, reference.Syntax, id);
    }

    public void Property(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (IsTensor(property.ContainingType) && property.IsIndexer) Slice(reference);
        else if (IsTensor(property.ContainingType) && property.Name == "Rank") OnInstance(SpecKind.RankOf, reference);
        else if (IsLength(reference)) OnInstance(SpecKind.Length, reference);
        else if (!IsOwn(reference.Instance)) throw Unsupported(reference, Foreign(property, "property"));
        else OwnProperty(reference, property);
    }

    /// <summary>A layer or a parameter is one of the network's own.</summary>
    private void CheckDeclared(ISymbol member, IOperation use)
    {
        var type = member.ContainingType;
        if (!SymbolEqualityComparer.Default.Equals(type, bodies.Network))
            throw Unsupported(use, $"{member.Name} is declared in {type.Name}, and networks do not inherit");
    }

    private static ParseStop Unsupported(IOperation operation, string reason) =>
        ExpressionParser.Unsupported(operation, reason);

    private static bool IsTensor(INamedTypeSymbol type) => type.Is(KnownNames.Tensor) || type.Is(KnownNames.IntTensor);

    /// <summary>Math, MathF, and the numbers' own static functions, such as <c>int.Max</c>.</summary>
    private static bool IsMath(INamedTypeSymbol type)
    {
        bool ofSystem = type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
        return ofSystem
            && type.Name is "Math" or "MathF" or nameof(Int32) or nameof(Int64) or nameof(Single) or nameof(Double);
    }

    private static bool IsLength(IPropertyReferenceOperation reference) =>
        reference.Property.Name is "Length" or "Count"
        && (
            reference.Instance?.Type is IArrayTypeSymbol
                || reference.Instance?.Type?.Name is "ReadOnlySpan" or "Span" or "IReadOnlyList");

    /// <summary>Why a member that is called on an object cannot be; an extension block is a type without a name.</summary>
    private static string Foreign(ISymbol member, string kind) => member.ContainingType.CanBeReferencedByName
        ? $"it is a {kind} of another object"
        : "networks do not read extension blocks; a static method with 'this' before its first parameter does the same";

    private static bool IsOwn(IOperation? instance) => instance is null or IInstanceReferenceOperation;

    private void TensorMethod(IInvocationOperation call)
    {
        if (call.TargetMethod.Name != "Size" || call.Instance is null)
            throw Unsupported(call, "a compiled network never holds the tensor's values; Ops compute with them");
        using (writer.Open(SpecKind.SizeOf, call.Syntax))
        {
            expressions.Write(call.Instance);
            expressions.Write(call.Arguments[0].Value);
        }
    }

    private void Function(IInvocationOperation call)
    {
        if (!MathFunctions.Contains(call.TargetMethod.Name))
        {
            string known = string.Join(", ", MathFunctions.OrderBy(f => f, StringComparer.Ordinal));
            throw Unsupported(call, $"of the functions on numbers, networks have {known}");
        }

        using (writer.Open(SpecKind.Math, call.Syntax, call.TargetMethod.Name))
        {
            foreach (var argument in call.Arguments.OrderBy(a => a.Parameter!.Ordinal))
                expressions.Write(argument.Value);
        }
    }

    private void Layer(IInvocationOperation call)
    {
        if (!IsOwn(call.Instance))
            throw Unsupported(call, "it is a layer of another object; [Layer<TBlock>] declares a part");
        CheckDeclared(call.TargetMethod, call);
        Call(SpecKind.Layer, call.TargetMethod.Name, call);
    }

    private void Helper(IInvocationOperation call)
    {
        if (!IsOwn(call.Instance)) throw Unsupported(call, Foreign(call.TargetMethod, "method"));
        Call(SpecKind.Helper, bodies.Helper(call.TargetMethod.OriginalDefinition, call.Syntax), call);
    }

    private void LocalFunction(IInvocationOperation call, IMethodSymbol function) =>
        Call(SpecKind.Helper, LocalFunction(function, call.Syntax), call);

    private string LocalFunction(IMethodSymbol function, SyntaxNode use) =>
        bodies.Helper(function, use, bodies.ParentOf(function));

    private void OwnProperty(IPropertyReferenceOperation reference, IPropertySymbol property)
    {
        bool isParameter = (
            property.Attribute(KnownNames.Parameter) ?? property.Attribute(KnownNames.Buffer)) is not null;
        if (isParameter) CheckDeclared(property, reference);
        if (property.Attribute(KnownNames.Size) is not null)
            writer.Leaf(SpecKind.Size, reference.Syntax, property.Name);
        else if (isParameter) writer.Leaf(SpecKind.Parameter, reference.Syntax, property.Name);
        else if (property is { SetMethod: null, IsIndexer: false, GetMethod: not null }) Getter(reference, property);
        else throw Unsupported(reference, "the property can change, so the build does not know its value");
    }

    /// <summary>A property that computes its value is a helper method without parameters.</summary>
    private void Getter(IPropertyReferenceOperation reference, IPropertySymbol property)
    {
        string id = bodies.Helper(property.OriginalDefinition, reference.Syntax);
        writer.Leaf(SpecKind.Helper, reference.Syntax, id, true);
    }

    private void OnInstance(SpecKind kind, IPropertyReferenceOperation reference)
    {
        using (writer.Open(kind, reference.Syntax)) expressions.Write(reference.Instance!);
    }

    private void Slice(IPropertyReferenceOperation reference)
    {
        using (writer.Open(SpecKind.Slice, reference.Syntax))
        {
            expressions.Write(reference.Instance!);
            foreach (var item in reference.Arguments.SelectMany(a => Elements(a.Value))) expressions.Write(item);
        }
    }

    private void Call(SpecKind kind, string text, IInvocationOperation call)
    {
        using (writer.Open(kind, call.Syntax, text))
        {
            foreach (var argument in call.Arguments) Argument(argument);
        }
    }

    private void Argument(IArgumentOperation argument)
    {
        string name = argument.Parameter!.Name;
        bool params_ = argument.ArgumentKind is ArgumentKind.ParamArray or ArgumentKind.ParamCollection;
        var kind = params_ ? SpecKind.ParamsArgument
            : argument.ArgumentKind == ArgumentKind.DefaultValue ? SpecKind.DefaultArgument
            : SpecKind.Argument;
        bool named = argument.Syntax is ArgumentSyntax { NameColon: not null };
        using (writer.Open(kind, argument.Syntax, name, named ? true : default(SpecConstant)))
        {
            if (!params_) expressions.Write(argument.Value);
            else foreach (var element in Elements(argument.Value)) expressions.Write(element);
        }
    }

    /// <summary>The elements that C# has put into an array or a collection for a <c>params</c> parameter.</summary>
    private static IEnumerable<IOperation> Elements(IOperation value) => value switch
    {
        IConversionOperation { IsImplicit: true } conversion => Elements(conversion.Operand),
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        ICollectionExpressionOperation list => list.Elements,
        _ => [value],
    };
}
