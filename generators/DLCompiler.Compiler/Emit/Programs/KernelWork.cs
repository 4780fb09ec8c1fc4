using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>What a kernel does, for profiles: its floating-point operations, and the bytes that it reads and writes.</summary>
/// <param name="Operations">As <see cref="Flops"/> counts them, what the kernel computes again included.</param>
/// <param name="Bytes">Each element of an array once, of those that the kernel looks at.</param>
internal readonly record struct KernelWork(Dim Operations, Dim Bytes)
{
    private const int ElementSize = sizeof(float);

    /// <param name="kernel">The kernel.</param>
    /// <param name="nest">The work of its loop nest, or of its epilogue's; null where it has none.</param>
    public static KernelWork Of(Kernel kernel, KernelWork? nest)
    {
        var (operations, bytes) = nest ?? new KernelWork(Dim.Zero, Sum(kernel.Stores.Select(s => s.Value.Shape.Count)) * ElementSize);
        if ((kernel.Product ?? kernel.Call) is not { } whole) return new KernelWork(operations, bytes);
        return new KernelWork(operations + Flops.Of(whole), bytes + (Sum(whole.Inputs.Select(i => i.Shape.Count)) * ElementSize));
    }

    /// <summary>The work of a loop nest, without the product whose epilogue it is.</summary>
    public static KernelWork Of(LoopKernel loops)
    {
        var points = Dim.Product(loops.Rows.SelectMany(r => r.Axes).Select(a => a.Extent));
        if (loops.IsEpilogue) points *= loops.Vector.Extent;
        return new KernelWork(CountOperations(loops.Body, points), Elements(loops) * ElementSize);
    }

    /// <summary>The two as C# arguments.</summary>
    public string ToCode() => $"{Literals.Long(Operations)}, {Literals.Long(Bytes)}";

    private static Dim CountOperations(EquatableArray<Statement> body, Dim points) => Sum(body.Select(s => s is Loop loop
        ? CountOperations(loop.Body, points * loop.Axis.Extent)
        : points * Count(s)));

    private static Dim Sum(IEnumerable<Dim> counts) => counts.Aggregate(Dim.Zero, (sum, count) => sum + count);

    private static int Count(Statement statement) =>
        (statement is Accumulate ? 1 : 0)
        + statement.Value().All().Count(e => e is Call { Function: not ("Copy" or "Cast") } or RandomValue);

    /// <summary>The elements at the places of each index: as many as the axes that it depends on have points.</summary>
    private static Dim Elements(LoopKernel loops)
    {
        var extents = new Dictionary<int, Dim> { [loops.Vector.Index] = loops.Vector.Extent };
        foreach (var axis in loops.Rows.SelectMany(r => r.Axes)) extents[axis.Index] = axis.Extent;
        foreach (var loop in loops.Body.All().OfType<Loop>()) extents[loop.Axis.Index] = loop.Axis.Extent;
        Dim Places(Affine index) => Dim.Product(index.Terms.Select(t => extents[t.Axis]));

        var loads = loops.Body.Expressions().OfType<Load>().ToList();
        var places = loads.Select(l => (l.Pointer, Count: l.Row is { } row ? Places(l.Index) * Places(row.Index) : Places(l.Index)))
            .Concat(loads.Where(l => l.Row is not null).Select(l => (l.Row!.Indices, Places(l.Row.Index))))
            .Concat(loops.Body.All().OfType<Write>().Select(w => (w.Pointer, Places(w.Index))));
        return Sum(places.Where(p => p.Item1.Scratch is null)
            .GroupBy(p => (p.Item1.Node, p.Item1.Offset)).Select(p => p.First().Item2));
    }
}
