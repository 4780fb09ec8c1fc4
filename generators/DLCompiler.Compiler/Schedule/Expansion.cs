using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>A value that a kernel reads from memory, and the element of it.</summary>
/// <param name="Node">The value.</param>
/// <param name="Access">The element.</param>
/// <param name="Whole">
/// Whether the kernel reads other elements, too, so that nothing but the value in memory will do: an operand of a product, the
/// table of a gather.
/// </param>
public readonly record struct Read(Node Node, Access Access, bool Whole = false);

/// <summary>
/// What a kernel reads to compute a value: follows movement ops, stops at what is in memory and at values that are made
/// from nothing. Members of the kernel are taken as they are, or looked into with <c>intoMembers</c>.
/// </summary>
public sealed class Expansion(Kernel kernel, Func<Node, bool> isInMemory, bool intoMembers = false)
{
    private readonly HashSet<(Node, Affine)> _seen = [];

    public List<Read> Reads { get; } = [];

    /// <summary>
    /// The node that must be in memory before the kernel can use it: a movement op without an affine index here, or random numbers
    /// whose neighbours lie apart; null while there is none.
    /// </summary>
    public Node? Blocked { get; private set; }

    /// <summary>Adds what <paramref name="node"/> at <paramref name="access"/> needs.</summary>
    /// <returns>False where the kernel cannot compute it.</returns>
    public bool Add(Node node, Access access)
    {
        if (!_seen.Add((node, access.Linear))) return true;
        if (kernel.Members.TryGetValue(node, out var own))
        {
            return own.Linear == access.Linear && (!intoMembers || AddInputs(node, own));
        }

        if (node.Op is Leaf { IsInMemory: true } || isInMemory(node))
        {
            Reads.Add(new Read(node, access));
            return true;
        }

        if (node.Op is Literal or Iota) return true;
        if (node.Op is RandomUniform) return access.Linear.Coefficient(kernel.InnermostAxis) == Dim.One || Block(node);
        return node.Op is not (Reduce or Contraction or Concat or Insert or LibraryCall or ScanLoop or Result) && AddInputs(node, access);
    }

    /// <summary>Adds what computing <paramref name="node"/> itself needs, whether or not its value is in memory as well.</summary>
    public bool AddInputs(Node node, Access access)
    {
        switch (node.Op)
        {
            case Elementwise: return AddAll(node.Inputs, access);
            case Reduce: return Add(node.Inputs[0], kernel.ReduceInputs[node]);
            case Contraction or Leaf: return true;
            case Gather: return AddGather(node, access);
            case LibraryCall or ScanLoop: return AddCall(node);
            case Result: return AddCall(node.Inputs[0]);
        }

        return access.Through(node) is { } through ? Add(node.Inputs[0], through) : Block(node);
    }

    private bool AddAll(IReadOnlyList<Node> nodes, Access access)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            if (!Add(nodes[i], access)) return false;
        }

        return true;
    }

    private bool AddGather(Node node, Access access)
    {
        if (GatherRead.Of(node, access, isInMemory) is not { } read) return Block(GatherRead.Obstacle(node, isInMemory));
        Reads.AddRange([read.Table, read.Indices]);
        return true;
    }

    private bool AddCall(Node node)
    {
        if (node.Op is ScanLoop)
        {
            Reads.AddRange(kernel.Loop!.Reads);
            return true;
        }

        foreach (var argument in ((LibraryCall)node.Op).Leaves(node).OfType<OperandArgument>())
        {
            var operand = node.Inputs[argument.Index];
            if (CallOperand.Of(operand, argument.Form, isInMemory) is not { } found)
                return Block(CallOperand.Obstacle(operand, isInMemory));
            Reads.Add(found.Read);
        }

        return true;
    }

    private bool Block(Node node)
    {
        Blocked ??= node;
        return false;
    }
}
