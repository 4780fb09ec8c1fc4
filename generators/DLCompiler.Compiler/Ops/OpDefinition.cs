using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// What a user calls: a method of <c>DLCompiler.Ops</c> by its name, with what documents and tests it. Overloads of one
/// name share a definition, which looks at the arguments that are there.
/// </summary>
public sealed class OpDefinition(string name, string summary, Func<CallArguments, Value> build)
{
    public string Name { get; } = name;

    /// <summary>One sentence on what it computes.</summary>
    public string Summary { get; } = summary;

    /// <summary>
    /// The overloads as C# declares them: <c>Tensor Sum(Tensor x, int axis, bool keepDims = false)</c>.
    /// </summary>
    public IReadOnlyList<string> Signatures { get; init; } = [];

    /// <summary>The formula, with its source where it is not the field's common knowledge.</summary>
    public string Formula { get; init; } = "";

    /// <summary>The shape rule in words: <c>x: [..., K], y: [K, N] → [..., N]</c>.</summary>
    public string ShapeRule { get; init; } = "";

    /// <summary>Uses that must work and uses that must fail.</summary>
    public IReadOnlyList<OpCase> Cases { get; init; } = [];

    /// <summary>Makes the nodes of a call.</summary>
    /// <exception cref="ShapeException">The arguments do not fit.</exception>
    public Value Build(CallArguments call) => build(call);
}

/// <summary>What values an input of a case may take.</summary>
public enum CaseDomain
{
    /// <summary>Standard normal values.</summary>
    Normal,

    /// <summary>Values from 0.5 to 2.</summary>
    Positive,

    /// <summary>Values from 0 to 1.</summary>
    Unit,
}

/// <summary>
/// A use of an op as a user would write it, run through every check that ops have. <see cref="Expression"/> is C# over
/// the inputs' names; <see cref="Inputs"/> declares them, separated by semicolons: <c>x: [N, 3]; y: int[N] &lt; 3</c>
/// (an int input has a bound on its values). With <see cref="Fails"/>, the rule that must refuse it.
/// </summary>
public sealed record OpCase(string Expression, string Inputs)
{
    public CaseDomain Domain { get; init; } = CaseDomain.Normal;

    /// <summary>The diagnostic that the case must give; null where it must work.</summary>
    public string? Fails { get; init; }

    /// <summary>
    /// Whether gradients are checked against central differences; false where the case sits on a kink.
    /// </summary>
    public bool Differentiable { get; init; } = true;
}

/// <summary>
/// The arguments of a call by parameter name, as the tracer evaluated them. Constants and sizes are known.
/// </summary>
public abstract class CallArguments
{
    /// <summary>Whether the network is being trained: dropout is the identity where it is not.</summary>
    public abstract bool Training { get; }

    /// <summary>Whether the argument was given or its default is not null.</summary>
    public abstract bool Has(string name);

    /// <summary>The argument's value.</summary>
    public abstract Value this[string name] { get; }

    /// <summary>A tensor; a scalar (constant or size arithmetic) becomes a node of rank 0.</summary>
    public Node Tensor(string name) => this[name].AsNode() ?? throw Wrong(name, "a tensor");

    /// <summary>The tensors of a collection expression or of a <c>params</c> argument.</summary>
    public IReadOnlyList<Node> Tensors(string name) =>
        [.. List(name).Select(v => v.AsNode() ?? throw Wrong(name, "a list of tensors"))];

    public Dim Size(string name) =>
        this[name] is SizeValue size ? Limits.CheckSize(size.Size, name) : throw Wrong(name, "a size");

    /// <summary>A size that is at least 1, as far as it is known.</summary>
    public Dim Positive(string name) =>
        Size(name) is var size && !(size.IsConstant && size.Constant < 1)
            ? size
            : throw new ShapeException("DLC1012", $"'{name}' must be at least 1, not {size}", name);

    public IReadOnlyList<Dim> Sizes(string name) =>
        [.. List(name).Select(v => v is SizeValue size ? Limits.CheckSize(size.Size, name) : throw Wrong(name, "a list of sizes"))];

    /// <summary>An integer that is a constant.</summary>
    public int Integer(string name) =>
        Size(name) is { IsConstant: true } size
            ? (int)size.Constant
            : throw Wrong(name, "an integer that is constant");

    public Scalar Scalar(string name) => this[name].AsScalar() ?? throw Wrong(name, "a number");

    /// <summary>A floating-point constant.</summary>
    public double Number(string name) => Scalar(name).Constant ?? throw Wrong(name, "a number that is constant");

    /// <summary>The same, within bounds that are part of the range.</summary>
    public double Number(string name, double least, double most = float.MaxValue)
    {
        double number = Number(name);
        if (number >= least && number <= most) return number;
        string range = most == float.MaxValue ? $"at least {least} and finite" : $"from {least} to {most}";
        string message = FormattableString.Invariant($"'{name}' must be {range}, not {(float)number}");
        throw new ShapeException("DLC1012", message, name);
    }

    public bool Flag(string name) => this[name] is BoolValue flag ? flag.Value : throw Wrong(name, "true or false");

    /// <summary>The same, for a property that an attribute leaves at its default.</summary>
    public bool Flag(string name, bool otherwise) => Has(name) ? Flag(name) : otherwise;

    public FunctionValue Function(string name) =>
        this[name] as FunctionValue ?? throw Wrong(name, "a lambda, a local function or a method");

    /// <summary>An axis of a tensor of rank <paramref name="rank"/>: negative ones count from the end.</summary>
    public int Axis(string name, int rank) => CheckAxis(name, Integer(name), rank);

    /// <summary>Distinct axes in ascending order; an argument that is null means all axes.</summary>
    public EquatableArray<int> Axes(string name, int rank)
    {
        if (!Has(name)) return Enumerable.Range(0, rank).ToEquatableArray();
        var axes = this[name] is ListValue
            ? Sizes(name).Select(s => s.IsConstant ? (int)s.Constant : throw Wrong(name, "a list of constants"))
            : [Integer(name)];
        var sorted = axes.Select(a => CheckAxis(name, a, rank)).OrderBy(a => a).ToArray();
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1])
                throw new ShapeException("DLC1002", $"axis {sorted[i]} is named twice", name);
        }

        return new EquatableArray<int>(sorted);
    }

    /// <summary>
    /// The next random stream: the calls of random ops are numbered in the order in which Forward meets them.
    /// </summary>
    public abstract int NextRandomStream();

    /// <summary>Shows a value under a name, beside the results of Forward.</summary>
    /// <exception cref="ShapeException">Nothing is shown where the call stands.</exception>
    public virtual void Tap(string name, Node value) =>
        throw new InvalidOperationException("Only an op shows values, not a layer.");

    private IReadOnlyList<Value> List(string name) => this[name] is ListValue list ? list.Items : [this[name]];

    private static int CheckAxis(string name, int axis, int rank) =>
        axis >= -rank && axis < rank
            ? (axis + rank) % rank
            : throw new ShapeException("DLC1002", $"axis {axis} is outside a tensor of rank {rank}", name);

    private static ShapeException Wrong(string name, string expected) =>
        new("DLC0010", $"'{name}' must be {expected}, known when the network is compiled", name);
}
