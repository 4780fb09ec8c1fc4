using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DLCompiler.Gpu.Tests.Support;

/// <summary>
/// What ILGPU refuses in a kernel, found in source: everything that kernels reach through calls, from their entry points and from
/// the methods of structs that have a kernel's interface.
/// </summary>
internal sealed class KernelRules
{
    private static readonly HashSet<string> Interfaces = ["IMap", "IRows", "IEpilogue", "ISource", "IImages", "ITeam", "ICombine"];

    private readonly Compilation _compilation;
    private readonly HashSet<IMethodSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly Queue<IMethodSymbol> _left = new();
    private readonly List<string> _problems = [];
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];

    private KernelRules(Compilation compilation) => _compilation = compilation;

    /// <summary>The problems, each with its place.</summary>
    /// <param name="compilation">Sources with generated code.</param>
    /// <param name="methods">How many methods were looked at, so that a check that finds none is noticed.</param>
    public static IReadOnlyList<string> Check(Compilation compilation, out int methods)
    {
        var rules = new KernelRules(compilation);
        rules.Run();
        methods = rules._seen.Count;
        return rules._problems;
    }

    private void Run()
    {
        foreach (var tree in _compilation.SyntaxTrees)
        {
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (node is StructDeclarationSyntax { BaseList: not null } type && Model(tree).GetDeclaredSymbol(type) is { } symbol) AddStruct(symbol);
                else if (node is InvocationExpressionSyntax call && IsLoad(call)) AddEntry(call, Model(tree));
            }
        }

        while (_left.Count > 0) CheckMethod(_left.Dequeue());
    }

    /// <summary>One model a file: each remembers what it has bound.</summary>
    private SemanticModel Model(SyntaxTree tree)
    {
        if (!_models.TryGetValue(tree, out var model)) _models[tree] = model = _compilation.GetSemanticModel(tree);
        return model;
    }

    private static bool IsLoad(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "LoadKernel" or "LoadAutoGroupedKernel" };

    private void AddStruct(INamedTypeSymbol type)
    {
        if (!type.AllInterfaces.Any(i => Interfaces.Contains(i.Name))) return;
        foreach (var contract in type.AllInterfaces.Where(i => Interfaces.Contains(i.Name)))
        {
            foreach (var member in contract.GetMembers().OfType<IMethodSymbol>())
            {
                if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol method) Add(method);
            }
        }
    }

    /// <summary>A method that is loaded as a kernel.</summary>
    private void AddEntry(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol { Name: "LoadKernel" or "LoadAutoGroupedKernel" }) return;
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (model.GetSymbolInfo(argument.Expression).Symbol is not IMethodSymbol method) continue;
            Add(method);
            if (!method.IsStatic) _problems.Add($"{method.Name} is not static.");
            if (method.Parameters.Length > 14) _problems.Add($"{method.Name} has {method.Parameters.Length} parameters.");
            foreach (var parameter in method.Parameters.Where(p => p.Type.SpecialType == SpecialType.System_Boolean))
                _problems.Add($"{method.Name} has the bool parameter {parameter.Name}.");
        }
    }

    private void Add(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.DeclaringSyntaxReferences.Length > 0 && _seen.Add(definition)) _left.Enqueue(definition);
    }

    private void CheckMethod(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var body = reference.GetSyntax();
            var model = Model(body.SyntaxTree);
            foreach (var node in body.DescendantNodes(n => n is not AttributeListSyntax).Where(n => n is not AttributeListSyntax))
            {
                if (Problem(node, model) is not { } problem) continue;
                var place = node.GetLocation().GetLineSpan();
                _problems.Add($"{Path.GetFileName(place.Path)}({place.StartLinePosition.Line + 1}): {problem}: {node}");
            }
        }
    }

    private string? Problem(SyntaxNode node, SemanticModel model)
    {
        switch (node)
        {
            case ThrowStatementSyntax or ThrowExpressionSyntax: return "throws";
            case TryStatementSyntax or LockStatementSyntax or UsingStatementSyntax: return "try, lock or using";
            case StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax: return "stackalloc";
            case ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax: return "an array";
            case AnonymousFunctionExpressionSyntax: return "a lambda";
            case InterpolatedStringExpressionSyntax: return "a string";
            case CheckedExpressionSyntax { RawKind: (int)SyntaxKind.CheckedExpression } or CheckedStatementSyntax: return "checked";
            case ForEachStatementSyntax: return "foreach";
            case AwaitExpressionSyntax or YieldStatementSyntax: return "a state machine";
            case BaseObjectCreationExpressionSyntax creation when model.GetTypeInfo(creation).Type is { IsValueType: false }:
                return "makes an object";
        }

        if (node is ExpressionSyntax && model.GetOperation(node) is { Type.IsValueType: true, Parent: IConversionOperation { Type.IsReferenceType: true } })
            return "boxes";
        if (node is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax or ElementAccessExpressionSyntax or BaseObjectCreationExpressionSyntax))
            return null;
        switch (model.GetSymbolInfo(node).Symbol)
        {
            case IFieldSymbol { IsStatic: true, IsConst: false, IsReadOnly: false }: return "a static that may change";
            case IFieldSymbol { IsStatic: true, IsConst: false, Type.IsReferenceType: true }: return "a static reference";
            case IPropertySymbol property:
                if (property.GetMethod is { } getter) Add(getter);
                return OfType(property.ContainingType);
            case IMethodSymbol method:
                Add(method);
                string name = $"{method.ContainingType?.Name}.{method.Name}";
                if (name is "Math.Clamp" or "MathF.FusedMultiplyAdd" or "Unsafe.Add" or "MathF.Exp" or "MathF.Log" or "MathF.Tanh" or "MathF.Pow" or "MathF.Sin" or "MathF.Cos")
                    return "what ILGPU alone has not";
                return method.ContainingType is { } owner ? OfType(owner) : null;
            default: return null;
        }
    }

    private static string? OfType(INamedTypeSymbol type) => type switch
    {
        { Name: "Span" or "ReadOnlySpan" or "Half", ContainingNamespace.Name: "System" } => type.Name,
        { TypeKind: TypeKind.Class, IsStatic: false } => $"the class {type.Name}",
        { TypeKind: TypeKind.Delegate } => "a delegate",
        _ => null,
    };
}
