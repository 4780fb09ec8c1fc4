using DLCompiler.Compiler;
using DLCompiler.Compiler.Emit.Declarations;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// Reads an attributed class: its symbols and the operations of its methods become a spec. What is wrong with it
/// becomes the spec's refusal, the first cause only; members are read all the same, so that each gets a body.
/// </summary>
internal sealed class ModelParser
{
    private readonly INamedTypeSymbol _type;
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private readonly SourceMap _map = new();
    private readonly string _name;
    private Finding? _refusal;

    private ModelParser(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        _type = type;
        _compilation = compilation;
        _cancellation = cancellation;
        _name = Signatures.MetadataName(type);
    }

    /// <summary>Reads a class marked <c>[Model]</c>.</summary>
    public static ParsedNetwork Model(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var parser = new ModelParser(type, compilation, cancellation);
        var spec = parser.Members(new ModelSpec(Signatures.Type(type, cancellation)), true);
        if (type.Attribute(KnownNames.Checkpoint) is not null)
        {
            parser.Refuse(
                "DLC0005",
                $"{type.Name} is declared wrong: [Checkpoint] is for blocks and the layers that use them",
                type.Locations[0]);
        }

        return new ParsedNetwork(
            (ModelSpec)spec with
            {
                HasConstructor = TypeRules.HasConstructor(type) || !TypeRules.CanConstruct(type),
                Options = type.Attribute("ModelAttribute") is { } options
                    ? new AttributeReader(options, cancellation).Arguments()
                    : [],
                Refusal = parser._refusal,
            },
            parser._map);
    }

    /// <summary>Reads a class marked <c>[Block]</c>.</summary>
    public static ParsedNetwork Block(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var parser = new ModelParser(type, compilation, cancellation);
        if (TypeRules.HasConstructor(type))
        {
            parser.Refuse(
                "DLC0014",
                $"{type.Name} cannot be compiled: it has a constructor, and blocks are made by generated code",
                type.Locations[0]);
        }

        var spec = parser.Members(new BlockSpec(Signatures.Type(type, cancellation)), false);
        var block = (BlockSpec)spec with
        {
            Checkpoint = type.Attribute(KnownNames.Checkpoint) is not null,
            Refusal = parser._refusal,
        };
        return new ParsedNetwork(block, parser._map);
    }

    private NetworkSpec Members(NetworkSpec spec, bool isModel)
    {
        Place(_name, _type, []);
        Try(() => TypeRules.Check(_type, _cancellation));
        Try(() => TypeRules.CheckName(_type, _type, isLayer: false, _compilation));
        var written = new List<ISymbol> { _type };
        var members = new MemberParser(_compilation, _map, _cancellation);
        foreach (var member in _type.GetMembers())
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Generated.Is(member)) continue;
            Try(() => members.Read(member));
            if (member.IsImplicitlyDeclared || member is IMethodSymbol { MethodKind: not MethodKind.Ordinary }) continue;
            written.Add(member);
            Try(() => TypeRules.CheckName(member, _type, members.IsLayer(member), _compilation));
            if (member is IMethodSymbol { IsPartialDefinition: true } method) Try(() => TypeRules.CheckNames(method));
        }

        var bodies = new ParsedBodies(_compilation, _map, _cancellation);
        var forward = Forward(bodies);
        var losses = isModel ? Losses(bodies) : [];
        if (isModel) RefuseMark<IPropertySymbol>(KnownNames.Size, "only a block has sizes, which its uses bind; a model's are const");
        else RefuseMark<IMethodSymbol>(KnownNames.Loss, "only a model has a loss");
        foreach (var gradient in Marked(KnownNames.Gradient)) Try(() => GradientRules.Check(gradient));
        foreach (var method in Marked(KnownNames.Require)) Try(() => RequirementParser.Check(method));
        if (forward is null)
            Refuse(isModel ? "DLC0003" : "DLC0011", $"{_type.Name} has no method marked [Forward]", TypeLocation());
        spec = spec with
        {
            Layers = members.Layers,
            Parameters = members.Parameters,
            Sizes = members.Sizes,
            Requirements = new RequirementParser(_type, _map, _cancellation).Read(Marked(KnownNames.Forward)),
            Orphans = members.Orphans,
            Constants = written.OfType<IFieldSymbol>().Where(f => f.IsConst).Select(f => f.Name).ToEquatableArray(),
            Imported = members.Imported,
            Forward = forward,
            Helpers = bodies.Helpers.ToEquatableArray(),
            Kernels = bodies.Kernels.ToEquatableArray(),
        };
        return spec is ModelSpec model
            ? model with
            {
                Losses = losses,
                Taken = written.Select(m => m.Name).Where(GeneratedMembers.Names.Contains).Distinct().ToEquatableArray(),
            }
            : spec;
    }

    private void RefuseMark<T>(string attribute, string reason)
        where T : ISymbol
    {
        if (_type.GetMembers().OfType<T>().FirstOrDefault(m => m.Attribute(attribute) is not null) is { } marked)
            Refuse("DLC0005", $"{marked.Name} is declared wrong: {reason}", marked.Locations[0]);
    }

    private EquatableArray<LossSpec> Losses(ParsedBodies bodies)
    {
        var losses = new List<LossSpec>();
        foreach (var method in Marked(KnownNames.Loss))
        {
            var options = new AttributeReader(method.Attribute(KnownNames.Loss)!, _cancellation).Arguments();
            var loss = LossRules.Read(Entry(method, "[Loss]", bodies), options);
            // A refused model keeps the labels of a loss whose name cannot be used.
            var usable = loss with { Name = $"__{losses.Count}" };
            Try(() =>
            {
                LossRules.Check(loss, losses, method);
                usable = loss;
            });
            losses.Add(usable);
        }

        Try(() => LossRules.CheckAll(losses, _type));
        return losses.ToEquatableArray();
    }

    private List<IMethodSymbol> Marked(string attribute) =>
        [.. _type.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m.MethodKind == MethodKind.Ordinary && m.Attribute(attribute) is not null)];

    private EntrySpec? Forward(ParsedBodies bodies)
    {
        var methods = Marked(KnownNames.Forward);
        if (methods.Count > 1)
            Refuse("DLC0004", $"{_type.Name} has more than one method marked [Forward]", methods[1].Locations[0]);
        return methods.Count == 0 ? null : Entry(methods[0], "[Forward]", bodies);
    }

    /// <summary>The method with its body; without one where the body has something that no network can contain.</summary>
    private EntrySpec Entry(IMethodSymbol method, string mark, ParsedBodies bodies)
    {
        EntrySpec? entry = null;
        Try(() => entry = Parse(method, mark, bodies));
        return entry ?? new EntrySpec(
            new SpecBody("", method.Name, Signatures.Parameters(method), [], null),
            method.IsStatic,
            Signatures.Text(method.ReturnType),
            Signatures.Results(method) ?? []);
    }

    private EntrySpec Parse(IMethodSymbol method, string mark, ParsedBodies bodies)
    {
        if (!Signatures.HasNamedParameters(method))
            throw new ParseStop("", "a parameter has no name of its own", method.Locations[0]);
        var results = Signatures.Results(method);
        if (results is null || method.IsGenericMethod || (mark == "[Loss]" && results.Value.Count != 1))
        {
            string wanted = mark == "[Loss]" ? "a Tensor" : "a Tensor or a tuple of them";
            throw new ParseStop(
                "DLC0002",
                $"{mark} {method.Name} must return {wanted} and have no type parameters",
                method.Locations[0]);
        }

        TypeRules.CheckNames(method);
        var body = bodies.Entry(method);
        Place(body.Head.Body, method, []);
        foreach (var parameter in method.Parameters)
        {
            var shape = parameter.Attribute(KnownNames.Shape);
            var dimensions = shape is null ? [] : AttributeReader.DimensionSyntax(shape, _cancellation);
            Place($"{body.Id}:{parameter.Name}", parameter, dimensions);
            if (shape is not null) AttributeReader.CheckDimensions(shape, _cancellation);
            if (!parameter.HasExplicitDefaultValue) continue;
            throw new ParseStop(
                "DLC0002", $"'{parameter.Name}' cannot have a default: a call passes all that the network takes", parameter.Locations[0]);
        }

        return new EntrySpec(body, method.IsStatic, Signatures.Text(method.ReturnType), results.Value);
    }

    private void Place(string place, ISymbol symbol, IEnumerable<SyntaxNode> arguments)
    {
        if (symbol.Locations.FirstOrDefault(l => l.IsInSource) is { SourceTree: { } tree } location)
            _map.Add(place, tree, [location.SourceSpan, .. arguments.Select(a => a.Span)]);
    }

    private Location TypeLocation() => _type.Locations[0];

    private void Try(Action read)
    {
        try
        {
            read();
        }
        catch (ParseStop stop)
        {
            Refuse(stop.Rule, stop.Message, stop.Location);
        }
    }

    /// <summary>Keeps the first cause. C# errors come first: what else is found may follow from them.</summary>
    private void Refuse(string rule, string message, Location location)
    {
        if (_refusal is not null && (rule.Length > 0 || _refusal.Rule.Length == 0)) return;
        var place = new SpecPlace($"{_name}!", 0);
        _map.Add(place.Body, location.SourceTree!, [location.SourceSpan]);
        _refusal = new Finding(rule, message, place);
    }
}
