using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Graphs;

/// <summary>
/// A graph with parameters, such as the step of a scan. It reaches nothing outside: what it uses from there is a
/// parameter. Two bodies are equal where they compute the same from their parameters.
/// </summary>
public sealed class Body : IEquatable<Body>
{
    private readonly Lazy<EquatableArray<(Op Op, EquatableArray<int> Inputs)>> _key;

    /// <param name="parameters">Nodes of <see cref="BodyParameter"/>, in order.</param>
    /// <param name="results">What it computes.</param>
    public Body(IReadOnlyList<Node> parameters, IReadOnlyList<Node> results)
    {
        Parameters = parameters;
        Results = results;
        _key = new(Key);
    }

    public IReadOnlyList<Node> Parameters { get; }

    public IReadOnlyList<Node> Results { get; }

    /// <summary>The results as outputs of a graph, for passes and printing.</summary>
    public Graph Graph => new([.. Results.Select((r, i) => new Output(OutputKind.Result, $"{i}", r))]);

    /// <summary>A parameter of a body.</summary>
    public static Node Parameter(int index, TensorType type) => new(new BodyParameter(index, type));

    /// <summary>The body after a pass over its graph.</summary>
    public Body Apply(Func<Graph, Graph> pass) => new(Parameters, [.. pass(Graph).Outputs.Select(o => o.Value)]);

    /// <summary>The results with values in the places of the parameters.</summary>
    public IReadOnlyList<Node> Apply(IReadOnlyList<Node> arguments)
    {
        var substitution = new Substitution();
        for (int i = 0; i < arguments.Count; i++) substitution[Parameters[i]] = arguments[i];
        return [.. Results.Select(substitution.Apply)];
    }

    /// <summary>The body with these results, and without the parameters that they do not use.</summary>
    /// <param name="results">Nodes over this body's parameters.</param>
    /// <param name="isKept">Whether a parameter stays, used or not.</param>
    /// <param name="kept">The indices of the parameters that stay.</param>
    public Body With(IReadOnlyList<Node> results, Func<int, bool> isKept, out IReadOnlyList<int> kept)
    {
        var reached = new HashSet<Node>(Graph.TopologicalOrder(results));
        int[] indices = [.. Enumerable.Range(0, Parameters.Count).Where(i => isKept(i) || reached.Contains(Parameters[i]))];
        kept = indices;
        var parameters = indices.Select((from, to) => from == to ? Parameters[from] : Renumbered(Parameters[from], to)).ToList();
        var renumbering = new Substitution();
        for (int i = 0; i < indices.Length; i++) renumbering[Parameters[indices[i]]] = parameters[i];
        return new Body(parameters, [.. results.Select(renumbering.Apply)]);
    }

    public bool Equals(Body? other) =>
        other is not null && (ReferenceEquals(this, other) || _key.Value.Equals(other._key.Value));

    public override bool Equals(object? obj) => Equals(obj as Body);

    public override int GetHashCode() => _key.Value.GetHashCode();

    private static Node Renumbered(Node parameter, int index) => Parameter(index, parameter.Type).From(parameter.Origin);

    /// <summary>Its nodes in order, with the places of their inputs; at the end, the places of the results.</summary>
    private EquatableArray<(Op, EquatableArray<int>)> Key()
    {
        var nodes = Parameters.Concat(Graph.TopologicalOrder(Results)).Distinct().ToList();
        var places = nodes.Select((node, place) => (node, place)).ToDictionary(p => p.node, p => p.place);
        var last = (Op: (Op)new Copy(), Inputs: Results.Select(r => places[r]).ToEquatableArray());
        return nodes.Select(n => (n.Op, n.Inputs.Select(i => places[i]).ToEquatableArray())).Append(last).ToEquatableArray();
    }
}

/// <summary>A parameter of a body, by its number.</summary>
public sealed record BodyParameter(int Index, TensorType Type) : Leaf
{
    public override string Name => "Given";

    public override string Attributes => Index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Type;
}
