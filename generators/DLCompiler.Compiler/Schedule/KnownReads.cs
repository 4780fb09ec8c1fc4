using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// What kernels were found to read for what is needed of them, from one look at the kernels to the next: most of them are not
/// merged in between, and what is in memory does not change any more.
/// </summary>
internal sealed class KnownReads
{
    private readonly Dictionary<Kernel, List<(Node[] Needed, List<Read> Reads)>> _known = [];

    public List<Read> Of(Kernel kernel, IReadOnlyCollection<Node> needed, Func<List<Read>> find)
    {
        if (!_known.TryGetValue(kernel, out var all)) _known[kernel] = all = [];
        foreach (var (nodes, known) in all)
        {
            if (nodes.SequenceEqual(needed)) return known;
        }

        var reads = find();
        all.Add(([.. needed], reads));
        return reads;
    }

    /// <summary>Forgets a kernel that has changed.</summary>
    public void Forget(Kernel kernel) => _known.Remove(kernel);
}
