using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// The bodies that a network's Forward and loss reach. A helper is parsed where it is met first; one that is met while
/// it is being parsed calls itself.
/// </summary>
internal sealed class ParsedBodies(Compilation compilation, SourceMap map, CancellationToken cancellation)
{
    private readonly Dictionary<ISymbol, string> _ids = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _open = new(SymbolEqualityComparer.Default);
    private readonly List<SpecBody> _helpers = [];
    private readonly SortedDictionary<string, KernelSpec> _kernels = new(StringComparer.Ordinal);

    public IReadOnlyList<SpecBody> Helpers => _helpers;

    /// <summary>The hand-written kernels that the bodies call.</summary>
    public IReadOnlyCollection<KernelSpec> Kernels => _kernels.Values;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The class whose Forward or loss is parsed.</summary>
    public INamedTypeSymbol? Network { get; private set; }

    /// <summary>The body of Forward, the loss, or a function, with its gradient if it has one.</summary>
    /// <exception cref="ParseStop">It has something that no network can contain.</exception>
    public SpecBody Entry(IMethodSymbol method)
    {
        Network = method.ContainingType;
        _open.Add(method);
        var body = ParseOrCall(method, method, Id(method), null);
        if (GradientRules.GradientOf(method) is { } gradient)
            body = body with { Gradient = Helper(gradient, gradient.DeclaringSyntaxReferences[0].GetSyntax(cancellation)) };
        _open.Remove(method);
        return body;
    }

    /// <summary>The id of a method, a local function or a property that is called at <paramref name="call"/>.</summary>
    /// <exception cref="ParseStop">It calls itself (DLC0012), has something no network can contain, or is of another
    /// assembly that does not publish it (DLC0016).</exception>
    public string Helper(ISymbol helper, SyntaxNode call, string? parent = null)
    {
        if (_open.Contains(helper))
        {
            throw new ParseStop(
                "DLC0012", $"'{helper.Name}' calls itself; a network has a fixed number of steps", call.GetLocation());
        }

        if (_ids.TryGetValue(helper, out string? known)) return known;
        if (Libraries.IsForeign(helper, compilation)) return Import(helper, call);
        string id = parent is null ? Id(helper) : Unique($"{parent}/{helper.Name}");
        _ids.Add(helper, id);
        _open.Add(helper);
        var method = helper as IMethodSymbol ?? ((IPropertySymbol)helper).GetMethod!;
        var body = ParseOrCall(helper, method, id, call, parent);
        int place = _helpers.Count;
        _helpers.Add(body);
        if (GradientRules.GradientOf(method) is { } gradient)
            _helpers[place] = body with { Gradient = Helper(gradient, call) };
        _open.Remove(helper);
        return id;
    }

    /// <summary>The parent of a local function: the id of the body that declares it.</summary>
    public string? ParentOf(IMethodSymbol localFunction)
    {
        var container = localFunction.ContainingSymbol;
        while (container is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }) container = container.ContainingSymbol;
        if (container is IMethodSymbol { AssociatedSymbol: { } property }) container = property;
        return _ids.TryGetValue(container, out string? id) ? id : Id(container);
    }

    /// <summary>Takes the bodies that another assembly publishes.</summary>
    private string Import(ISymbol helper, SyntaxNode call)
    {
        var function = Libraries.Function(helper, call);
        _helpers.AddRange(function.Bodies.Where(b => _helpers.All(h => h.Id != b.Id)));
        foreach (var kernel in function.Kernels) _kernels[kernel.Id] = kernel;
        _ids.Add(helper, function.Body.Id);
        return function.Body.Id;
    }

    private SpecBody ParseOrCall(ISymbol symbol, IMethodSymbol method, string id, SyntaxNode? call, string? parent = null) =>
        method.Attribute(KnownNames.Kernel) is null
            ? Parse(symbol, method.PartialImplementationPart ?? method, id, call, parent)
            : KernelCall(method, id);

    private SpecBody Parse(ISymbol symbol, IMethodSymbol method, string id, SyntaxNode? call, string? parent = null)
    {
        var reference = symbol is IPropertySymbol
            ? symbol.DeclaringSyntaxReferences.FirstOrDefault()
            : method.DeclaringSyntaxReferences.FirstOrDefault();
        if (reference is null) throw ParseStop.Unsupported(call!, $"{symbol.Name} has no body");
        var syntax = reference.GetSyntax(cancellation);
        if (syntax.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error))
            throw ParseStop.CSharpError(syntax);
        var model = compilation.GetSemanticModel(syntax.SyntaxTree);
        var writer = new BodyWriter();
        new StatementParser(this, writer).Body(method, symbol, syntax, model, call);
        map.Add(id, syntax.SyntaxTree, writer.Spans);
        return new SpecBody(id, symbol.Name, Signatures.Parameters(method), writer.ToNodes(), parent);
    }

    /// <summary>What an op does that is a hand-written kernel: it calls the kernel.</summary>
    /// <exception cref="ParseStop">It is declared wrong, which the analyzer reports by itself.</exception>
    private SpecBody KernelCall(IMethodSymbol method, string id)
    {
        var kernel = KernelParser.ReadOrRefuse(method, cancellation);
        var location = method.Locations[0];
        if (kernel.Refusal is { } refusal) throw new ParseStop("", refusal.Message, location);
        _kernels[kernel.Id] = kernel;
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        var writer = new BodyWriter();
        using (writer.Open(SpecKind.Block, syntax))
        using (writer.Open(SpecKind.Return, syntax))
        using (writer.Open(SpecKind.Kernel, syntax, kernel.Id))
        {
            foreach (var parameter in kernel.Parameters)
            {
                using (writer.Open(SpecKind.Argument, syntax, parameter.Name)) writer.Leaf(SpecKind.Name, syntax, parameter.Name);
            }
        }

        map.Add(id, syntax.SyntaxTree, writer.Spans);
        return new SpecBody(id, method.Name, kernel.Parameters, writer.ToNodes(), null);
    }

    private string Unique(string id)
    {
        string unique = id;
        for (int i = 2; _ids.ContainsValue(unique); i++) unique = $"{id}#{i}";
        return unique;
    }

    private static string Id(ISymbol symbol)
    {
        string type = Signatures.MetadataName(symbol.ContainingType);
        string parameters = symbol is IMethodSymbol method
            ? $"({string.Join(", ", method.Parameters.Select(p => p.Type.ToDisplayString()))})"
            : "";
        return $"{type}.{symbol.Name}{parameters}";
    }
}
