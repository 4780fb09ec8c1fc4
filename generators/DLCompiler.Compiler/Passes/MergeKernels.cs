using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Merges kernels over the same space: siblings, which read the same data and do not wait for each other, and a kernel with one
/// that waits for it alone and uses its values where they are made.
/// </summary>
internal sealed class MergeKernels
{
    private readonly KernelGraph _kernels;
    private readonly Liveness _liveness;

    private readonly KnownReads _known;

    private MergeKernels(KernelGraph kernels, Liveness liveness, KnownReads known) =>
        (_kernels, _liveness, _known) = (kernels, liveness, known);

    /// <summary>Merges as long as there is something to merge.</summary>
    /// <returns>Who reads what afterwards.</returns>
    public static Liveness Run(KernelGraph kernels, HashSet<Node> outputs, Liveness liveness)
    {
        var known = new KnownReads();
        while (new MergeKernels(kernels, liveness, known).MergeOnce()) liveness = new Liveness(kernels, outputs, known);
        return liveness;
    }

    /// <summary>Merges what can be merged without looking at the reads anew.</summary>
    /// <returns>Whether anything was.</returns>
    private bool MergeOnce()
    {
        var merged = new HashSet<Kernel>();
        foreach (var kernel in _kernels.Kernels.ToList())
        {
            foreach (var other in Partners(kernel).ToList())
            {
                if (merged.Contains(kernel) || merged.Contains(other)) continue;
                bool follows = _kernels.Needs(kernel, other), precedes = !follows && _kernels.Needs(other, kernel);
                bool fits = follows ? Continues(other, kernel) : !precedes || Continues(kernel, other);
                if (!fits) continue;
                _kernels.Merge(other, kernel);
                merged.UnionWith([kernel, other]);
                _known.Forget(kernel);
                _known.Forget(other);
            }
        }

        return merged.Count > 0;
    }

    /// <summary>
    /// Kernels over the same space whose values the kernel reads, and earlier ones that read the same data at the same elements.
    /// </summary>
    private IEnumerable<Kernel> Partners(Kernel kernel) =>
        from read in _liveness.ReadsOf(kernel)
        let siblings = _liveness.ReadersOf(read.Node).Where(r => r.Id < kernel.Id && ReadsToo(r, read))
        from other in _kernels.ProducersOf(read.Node).Concat(siblings)
        where other != kernel && IsNest(other) && IsNest(kernel)
        where other.Space == kernel.Space && other.ReduceAxes == kernel.ReduceAxes && _liveness.ReadsOf(other).Count > 0
        select other;

    private static bool IsNest(Kernel kernel) => kernel.Product is null && kernel.Call is null;

    private bool ReadsToo(Kernel kernel, Read read) =>
        _liveness.ReadsOf(kernel).Any(r => r.Node == read.Node && r.Access.Linear == read.Access.Linear);

    /// <summary>Whether <paramref name="second"/> waits for no third kernel that waits for the first, and uses values at hand.</summary>
    private bool Continues(Kernel first, Kernel second) =>
        !_kernels.NeedsIndirectly(second, first)
        && _liveness.ReadsOf(second).Where(r => _kernels.ProducersOf(r.Node).Contains(first))
            .All(r => !r.Whole && first.Members.TryGetValue(r.Node, out var own) && own.Linear == r.Access.Linear);
}
