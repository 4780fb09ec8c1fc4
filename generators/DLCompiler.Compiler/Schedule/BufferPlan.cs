using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>Memory of the arena: a value, or the partial sums of a product, from its first kernel to its last.</summary>
/// <param name="Node">The value.</param>
/// <param name="Elements">Its size in floats.</param>
/// <param name="First">The index of the kernel that writes it first.</param>
/// <param name="Last">The index of the last kernel that uses it.</param>
public sealed record ArenaBuffer(Node Node, Dim Elements, int First, int Last);

/// <summary>
/// The values of a program that live in its arena, with their lifetimes. Offsets are placed at run time, when the sizes are known.
/// </summary>
public sealed class BufferPlan
{
    private BufferPlan(IReadOnlyList<ArenaBuffer> buffers) => Buffers = buffers;

    /// <summary>In the order in which they are first written.</summary>
    public IReadOnlyList<ArenaBuffer> Buffers { get; }

    public static BufferPlan Of(KernelProgram program)
    {
        var elsewhere = new HashSet<Node>(program.Outputs.Where(o => !IsInArena(o.Kind)).Select(o => o.Value));
        var lives = new Dictionary<Node, (int First, int Last)>();
        var order = new List<Node>();
        for (int k = 0; k < program.Kernels.Count; k++)
        {
            var kernel = program.Kernels[k];
            foreach (var node in kernel.Stores.Select(s => s.Target).Concat(Sums(kernel, program)).Concat(program.Reads[kernel].Select(r => r.Node)))
            {
                if (node.Op is Input or Parameter || elsewhere.Contains(node)) continue;
                if (!lives.TryGetValue(node, out var life)) order.Add(node);
                lives[node] = (lives.ContainsKey(node) ? life.First : k, k);
            }
        }

        int end = program.Kernels.Count;
        foreach (var output in program.Outputs.Where(o => IsInArena(o.Kind))) lives[output.Value] = (lives[output.Value].First, end);
        return new BufferPlan([.. order.Select(n => new ArenaBuffer(n, n.Shape.Count, lives[n].First, lives[n].Last))]);
    }

    /// <summary>Losses and the next values of buffers are read after the program; all other outputs have memory of their own.</summary>
    private static bool IsInArena(OutputKind kind) => kind is OutputKind.Loss or OutputKind.LossPart or OutputKind.BufferUpdate;

    /// <summary>The product's own node stands for its partial sums where no stored value can hold them.</summary>
    private static IEnumerable<Node> Sums(Kernel kernel, KernelProgram program) =>
        kernel.Product is { } product && ProductPlan.Of(kernel, program).Target is null ? [product] : [];
}
