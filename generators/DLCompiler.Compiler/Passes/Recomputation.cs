using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Takes values out of memory that are cheaper to compute again where they are read, from what is in memory anyway: the mask
/// of a ReLU from its result, the mask of a dropout from its counter.
/// </summary>
internal sealed class Recomputation(KernelGraph kernels, HashSet<Node> outputs, Liveness liveness)
{
    /// <summary>In elementary vector operations; a load that misses the first-level cache costs about as much.</summary>
    private const int LoadCost = 12;

    /// <summary>What it costs to write a value and to read it again when it has left the caches.</summary>
    private const int CostLimit = 20;

    private const int RandomCost = 8;

    /// <summary>
    /// Whether a value is computed anew wherever it is used, from the start: it takes few operations, and at most one read of its
    /// own size, from what is there before any kernel runs.
    /// </summary>
    public static bool IsCheapFromLeaves(Node node, HashSet<Node> alreadyCheap)
    {
        int cost = 0, reads = 0;
        return Look(node) && cost <= LoadCost && reads <= 1;

        bool Look(Node value)
        {
            if (value.Op is RandomUniform) cost += RandomCost;
            else if (value.Op is Leaf { IsInMemory: true } && !IsSmall(value, node)) reads++;
            if (value.Op is Elementwise op) cost += ElementwiseCost.Of(op);
            bool isPlain = value == node || value.Op is Leaf or Reshape or Permute or Broadcast or Slice || alreadyCheap.Contains(value);
            return isPlain && cost <= LoadCost && value.Inputs.All(Look);
        }
    }

    public void Run(IReadOnlyList<Node> nodes)
    {
        foreach (var node in nodes.Reverse())
        {
            if (node.Op is not Elementwise || outputs.Contains(node) || !liveness.Live.Contains(node)) continue;
            if (liveness.IsOperand(node) || !Recomputed(node)) continue;
            foreach (var reader in liveness.ReadersOf(node)) kernels.AddReads(reader, NewReads(node, reader) ?? []);
            liveness.Recomputed(node);
        }
    }

    /// <summary>Recomputes the node, and what it is made of that nobody else wants in memory, if it is worth it.</summary>
    private bool Recomputed(Node node)
    {
        List<Node> made = [node];
        for (int i = 0; i < made.Count; i++)
        {
            made.AddRange(made[i].Inputs.Where(n =>
                n.Op is Elementwise && kernels.IsInMemory(n) && !liveness.Live.Contains(n) && !made.Contains(n)));
        }

        foreach (var part in made) kernels.Recompute(part);
        if (IsWorthIt(node)) return true;
        foreach (var part in made) kernels.Restore(part);
        return false;
    }

    private bool IsWorthIt(Node node) =>
        Cost(node) <= CostLimit && liveness.ReadersOf(node).All(reader => NewReads(node, reader) is { } reads
            && reads.Count(r => !IsSmall(r.Node, node)) <= 1
            && reads.All(r => r.Node.Op is Leaf || liveness.Live.Contains(r.Node))
            && !reads.SelectMany(r => kernels.ProducersOf(r.Node)).Any(k => k == reader || kernels.Needs(k, reader)));

    /// <summary>What a reader of the node has to read instead; null where it cannot compute it.</summary>
    private List<Read>? NewReads(Node node, Kernel reader)
    {
        var expansion = new Expansion(reader, kernels.IsInMemory);
        var old = liveness.ReadsOf(reader);
        if (!old.Where(r => r.Node == node).All(r => expansion.AddInputs(node, r.Access))) return null;
        return [.. expansion.Reads.Where(r => !old.Any(o => o.Node == r.Node && o.Access.Linear == r.Access.Linear))];
    }

    /// <summary>Whether the value is a factor smaller, as a row's statistics or a bias are.</summary>
    private static bool IsSmall(Node node, Node than) =>
        than.Shape.Count.DivideExactly(node.Shape.Count) is { } factor && factor.AtLeast(2);

    private int Cost(Node node)
    {
        if (node.Op is RandomUniform) return RandomCost;
        if (node.Op is Leaf || kernels.IsInMemory(node)) return 0;
        int own = node.Op is Elementwise elementwise ? ElementwiseCost.Of(elementwise) : node.Op is Reduce or Contraction or Concat or Insert ? CostLimit + 1 : 0;
        return own + node.Inputs.Sum(Cost);
    }
}
