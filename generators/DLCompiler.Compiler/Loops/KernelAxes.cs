using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Loops;

/// <summary>
/// The loops of a kernel: the axes of its space, with neighbours that every index walks as one folded together.
/// </summary>
internal sealed class KernelAxes
{
    private readonly Dictionary<int, Affine> _map = [];

    private KernelAxes(IReadOnlyList<LoopAxis> kept, IReadOnlyList<LoopAxis> reduced, LoopAxis vector)
    {
        Kept = kept;
        Reduced = reduced;
        Vector = vector;
    }

    /// <summary>The axes that results have, the vector's among them.</summary>
    public IReadOnlyList<LoopAxis> Kept { get; }

    /// <summary>The axes that reductions run over, outermost first.</summary>
    public IReadOnlyList<LoopAxis> Reduced { get; }

    /// <summary>The innermost axis.</summary>
    public LoopAxis Vector { get; }

    public bool ReducesVector => Reduced.Contains(Vector);

    /// <param name="space">The extents.</param>
    /// <param name="reduced">The axes that are summed over.</param>
    /// <param name="indices">Every index into memory, and every position that is used as a value.</param>
    public static KernelAxes Of(Shape space, EquatableArray<int> reduced, IReadOnlyList<Affine> indices)
    {
        var axes = new List<(List<int> Members, Dim Extent, bool Reduced)>();
        for (int axis = 0; axis < space.Rank; axis++)
        {
            var extent = space[axis];
            if (extent == Dim.One) continue;
            bool isReduced = reduced.Contains(axis);
            var last = axes.Count > 0 ? axes[axes.Count - 1] : default;
            if (last.Members is not null && last.Reduced == isReduced && Folds(last.Members[last.Members.Count - 1], axis, extent, indices))
            {
                last.Members.Add(axis);
                axes[axes.Count - 1] = (last.Members, last.Extent * extent, isReduced);
            }
            else
            {
                axes.Add(([axis], extent, isReduced));
            }
        }

        if (axes.Count == 0) axes.Add(([], Dim.One, false));
        var loops = axes.Select((a, i) => new LoopAxis(i, a.Extent, Name(i, axes.Count, a.Reduced))).ToList();
        var result = new KernelAxes(
            [.. loops.Where(l => !axes[l.Index].Reduced)], [.. loops.Where(l => axes[l.Index].Reduced)], loops[loops.Count - 1]);
        foreach (var loop in loops)
        {
            var members = axes[loop.Index].Members;
            for (int m = 0; m < members.Count; m++)
            {
                result._map[members[m]] = m == members.Count - 1 ? Affine.OfAxis(loop.Index) : Affine.Zero;
            }
        }

        return result;
    }

    /// <summary>Every axis a loop of its own: the epilogue of a product, whose loops are the library's.</summary>
    public static KernelAxes Separate(Shape space)
    {
        var loops = Enumerable.Range(0, space.Rank)
            .Select(i => new LoopAxis(i, space[i], i == space.Rank - 1 ? "column" : $"i{i}")).ToList();
        var result = new KernelAxes(loops, [], loops[loops.Count - 1]);
        foreach (var loop in loops) result._map[loop.Index] = Affine.OfAxis(loop.Index);
        return result;
    }

    /// <summary>An index over the space's axes, as an index over the loops.</summary>
    public Affine Map(Affine index) => index.Substitute(axis => _map.TryGetValue(axis, out var mapped) ? mapped : Affine.Zero);

    /// <summary>Whether an index over the loops varies within a reduction.</summary>
    public bool VariesInReduction(Affine index) => Reduced.Any(r => index.Coefficient(r.Index) != Dim.Zero);

    private static bool Folds(int outer, int inner, Dim innerExtent, IReadOnlyList<Affine> indices) =>
        indices.All(i => i.Coefficient(outer) == i.Coefficient(inner) * innerExtent);

    private static string Name(int index, int count, bool reduced) =>
        index == count - 1 ? (count == 1 ? "i" : "column") : reduced ? $"k{index}" : $"i{index}";
}
