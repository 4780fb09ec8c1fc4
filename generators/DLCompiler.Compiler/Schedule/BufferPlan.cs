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

    /// <param name="program">The kernels.</param>
    /// <param name="storages">What values are stored as; null for 32 bits.</param>
    public static BufferPlan Of(KernelProgram program, StoragePlan? storages = null)
    {
        var lives = new Lives();
        lives.Add(program, program.Outputs.Where(o => !IsInArena(o.Kind)).Select(o => o.Value), n => n);
        foreach (var output in program.Outputs.Where(o => IsInArena(o.Kind))) lives.ExtendToEnd(output.Value);
        return new BufferPlan([.. lives.Buffers.Select(b => storages is null || storages[b.Node] == Storage.Single
            ? b
            : b with { Elements = Dim.FloorDiv(b.Elements + 1, 2) })]);
    }

    /// <summary>What is read after the program, before its memory is given back; all other outputs have memory of their own.</summary>
    private static bool IsInArena(OutputKind kind) =>
        kind is OutputKind.Loss or OutputKind.LossPart or OutputKind.BufferUpdate or OutputKind.Tap;

    /// <summary>
    /// Walks kernels and loops in the order in which they run. A value that a loop shares with what is around it lives
    /// through all of the loop; a value within a step, from kernel to kernel.
    /// </summary>
    private sealed class Lives
    {
        private readonly Dictionary<Node, (int First, int Last)> _lives = [];
        private readonly List<Node> _order = [];
        private int _next;

        public IReadOnlyList<ArenaBuffer> Buffers =>
            [.. _order.Select(n => new ArenaBuffer(n, n.Shape.Count, _lives[n].First, _lives[n].Last))];

        /// <param name="program">The kernels.</param>
        /// <param name="outputs">What has memory elsewhere.</param>
        /// <param name="version">Where this run of them has a value.</param>
        public void Add(KernelProgram program, IEnumerable<Node> outputs, Func<Node, Node> version)
        {
            var elsewhere = new HashSet<Node>(outputs);
            foreach (var run in program.Runs)
            {
                var kernel = run.Kernel;
                int first = _next;
                if (kernel.Loop is { } loop)
                {
                    Add(loop.Start, loop.Start.Outputs.Select(o => o.Value), n => version(run.Of(n)));
                    Add(loop.Step, loop.Step.Outputs.Select(o => o.Value), n => version(run.Of(n)));
                }

                _next = Math.Max(_next, first + 1);
                var used = kernel.Stores.Select(s => s.Target).Concat(Sums(kernel, program))
                    .Concat(program.Reads[kernel].Select(r => r.Node));
                foreach (var node in used)
                {
                    var place = version(run.Of(node));
                    if (node.Op is not Leaf { IsInMemory: true } && !elsewhere.Contains(place)) Touch(place, first);
                }
            }
        }

        public void ExtendToEnd(Node node) => _lives[node] = (_lives[node].First, _next);

        private void Touch(Node node, int first)
        {
            bool known = _lives.TryGetValue(node, out var life);
            if (!known) _order.Add(node);
            _lives[node] = (known ? life.First : first, _next - 1);
        }

        /// <summary>The product's own node stands for its partial sums where no stored value can hold them.</summary>
        private static IEnumerable<Node> Sums(Kernel kernel, KernelProgram program) =>
            kernel.Product is { } product && program.PlanOf(kernel).Target is null ? [product] : [];
    }
}
