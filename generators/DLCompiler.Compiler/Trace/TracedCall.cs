using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>A value, and the expression that gave it.</summary>
public readonly record struct TracedArgument(Value Value, int Index);

/// <summary>A call of an op, a layer or a block as the user wrote it, each time that the trace met it.</summary>
/// <param name="Kind">
/// The op's or the layer's definition, or the block's name; of a method of the user's that is an op, its mark, too.
/// </param>
/// <param name="Layer">The layer; null for an op.</param>
/// <param name="Arguments">By the parameters of the method that is called.</param>
/// <param name="Result">What the call gave.</param>
/// <param name="Origin">The expression.</param>
public sealed record TracedCall(
    string Kind, LayerSpec? Layer, IReadOnlyDictionary<string, TracedArgument> Arguments, Value Result, Origin Origin)
{
    /// <summary>Whether the network that is traced makes the call, not a block that it uses.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Whether the call is in a loss.</summary>
    public bool IsInLoss { get; init; }

    /// <summary>Whether the call is in a step of a scan or in a method with its own gradient, whose nodes are made anew.</summary>
    public bool IsInBody { get; init; }

    /// <summary>A size that varies for the caller, and that has one value for the call; null where there is none.</summary>
    public PinnedSize? Pin { get; init; }

    public SpecPlace Place => new(Origin.Body, Origin.Index);

    /// <summary>The tensors among the arguments, in order.</summary>
    public IEnumerable<Node> Inputs => Arguments.Values.SelectMany(a => Tensors(a.Value));

    /// <summary>The tensors of the result.</summary>
    public IEnumerable<Node> Results => Tensors(Result);

    /// <summary>The tensor that a call acts on: the first argument of the op or of the layer's method.</summary>
    public Node? Input => Argument(Layer?.Parameters.Select(p => p.Name).FirstOrDefault() ?? Arguments.Keys.FirstOrDefault() ?? "");

    /// <summary>Whether the call is of one of these ops or layers of the library.</summary>
    public bool Is(params string[] kinds) => Layer?.Block is null && kinds.Contains(Kind);

    /// <summary>An argument that is a tensor; else null.</summary>
    public Node? Argument(string name) =>
        Arguments.TryGetValue(name, out var argument) ? (argument.Value as TensorValue)?.Node : null;

    /// <summary>The place of an argument.</summary>
    public SpecPlace PlaceOf(string argument) => new(Origin.Body, Arguments[argument].Index);

    private static IEnumerable<Node> Tensors(Value value) => value switch
    {
        TensorValue tensor => [tensor.Node],
        ListValue list => list.Items.SelectMany(Tensors),
        TupleValue tuple => tuple.Items.SelectMany(Tensors),
        _ => [],
    };
}

/// <summary>A size that is only known at run time, and that a call needs to be a constant.</summary>
/// <param name="Varying">The size.</param>
/// <param name="Value">The constant.</param>
/// <param name="Remedies">What would let it vary.</param>
public sealed record PinnedSize(Dim Varying, Dim Value, EquatableArray<Remedy> Remedies);
