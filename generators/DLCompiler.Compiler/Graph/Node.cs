using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Graphs;

/// <summary>
/// One operation applied to nodes: an immutable value of a graph without cycles. A graph is no list but what its
/// outputs reach; passes build new nodes and leave the old ones as they are.
/// </summary>
public sealed class Node
{
    private const int HashStep = unchecked((int)0x9E3779B1);

    [ThreadStatic]
    private static int LastHash;

    private readonly int _hash = unchecked(LastHash += HashStep);

    public Node(Op op, params Node[] inputs)
        : this(op, inputs, op.TypesOf(inputs))
    {
    }

    private Node(Op op, IReadOnlyList<Node> inputs, IReadOnlyList<TensorType> types)
    {
        Op = op;
        Inputs = inputs;
        Types = types;
    }

    public Op Op { get; }

    public IReadOnlyList<Node> Inputs { get; }

    /// <summary>
    /// The types of its results. All ops but a few have one; the others are reached by <see cref="Result"/>.
    /// </summary>
    public IReadOnlyList<TensorType> Types { get; }

    /// <summary>The type of the only or first result.</summary>
    public TensorType Type => Types[0];

    public Shape Shape => Type.Shape;

    public int Rank => Type.Rank;

    /// <summary>Where in the user's code the value comes from; null until a pass or the tracer says so.</summary>
    public Origin? Origin { get; private set; }

    /// <summary>Notes where the value comes from, unless that is known already.</summary>
    public Node From(Origin? origin)
    {
        Origin ??= origin;
        return this;
    }

    /// <summary>The same op on other inputs, which are taken over; the node itself where they are the same.</summary>
    public Node WithInputs(params Node[] inputs)
    {
        bool same = true, sameTypes = true;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] == Inputs[i]) continue;
            same = false;
            sameTypes &= inputs[i].Types == Inputs[i].Types || inputs[i].Types.SequenceEqual(Inputs[i].Types);
        }

        if (same) return this;
        return (sameTypes ? new Node(Op, inputs, Types) : new Node(Op, inputs)).From(Origin);
    }

    /// <summary>One of several results, as a node.</summary>
    public Node Result(int index) => new(new Result(index), this);

    /// <summary>Nodes are told apart by identity; the runtime's own code for that takes long to draw, and passes keep nodes in tables.</summary>
    public override int GetHashCode() => _hash;

    public override string ToString() => $"{Op}: {string.Join(", ", Types)}";
}

/// <summary>
/// Where a value comes from: an expression of a spec body (its index there), reached through uses of blocks and helper
/// methods, each of which is a <see cref="Parent"/>; <see cref="Name"/> is the local, layer or parameter that holds the
/// value, where there is one, and names buffers and kernels in the generated code.
/// </summary>
public sealed record Origin(string Body, int Index, string Text, string? Name, Origin? Parent)
{
    /// <summary>Set where the expression is the call of a block whose values are computed again in the backward pass.</summary>
    public CheckpointedCall? Checkpoint { get; init; }

    /// <summary>Such calls that the value is computed in, the outermost first.</summary>
    public IReadOnlyList<CheckpointedCall> Checkpoints =>
        Parent is null ? [] : Parent.Checkpoint is { } call ? [.. Parent.Checkpoints, call] : Parent.Checkpoints;
}

/// <summary>A call of a block that is marked <c>[Checkpoint]</c>, or whose use is.</summary>
/// <param name="Name">The block's instance: <c>Blocks.0</c>.</param>
/// <param name="Number">The calls of a trace in order.</param>
public sealed record CheckpointedCall(string Name, int Number);
