using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Loops;

/// <summary>
/// Turns a kernel into a loop nest. A kernel with reductions walks its reduced axes in stages: a stage computes what the
/// results of the stages before it allow, accumulates the next reductions, and stores what is ready.
/// </summary>
public sealed class Lowering
{
    private readonly Kernel _kernel;
    private readonly KernelValues _values;
    private readonly KernelAxes _axes;

    private Lowering(KernelValues values)
    {
        (_kernel, _values) = (values.Kernel, values);
        _axes = _kernel.Product is null
            ? KernelAxes.Of(_kernel.Space, _kernel.ReduceAxes, _values.Indices)
            : KernelAxes.Separate(_kernel.Space);
        _values.Assign(_axes);
    }

    /// <param name="kernel">The kernel.</param>
    /// <param name="program">The program that it belongs to.</param>
    /// <param name="keepsRows">
    /// Whether what a later pass over a row needs, and takes long to compute, may be left in memory of the thread.
    /// </param>
    /// <param name="storages">What its values are stored as; null for 32 bits.</param>
    public static LoopKernel Run(Kernel kernel, KernelProgram program, bool keepsRows = true, StoragePlan? storages = null) =>
        Run(new KernelValues(kernel, program, keepsRows, storages ?? StoragePlan.Single));

    /// <summary>The loop nest that computes the values of a kernel.</summary>
    internal static LoopKernel Run(KernelValues values)
    {
        var lowering = new Lowering(values);
        var body = values.Kernel.ReduceAxes.Count == 0 ? lowering.Map() : lowering.Stages();
        var nest = lowering.Frame(LetInlining.Run(body));
#if DEBUG
        LoopVerifier.Verify(nest);
#endif
        return nest;
    }

    /// <summary>Everything at once, at each point of the space.</summary>
    private IReadOnlyList<Statement> Map()
    {
        var scope = new LoweringScope(_values, null);
        foreach (var store in _kernel.Stores) scope.Write(store);
        return scope.Statements;
    }

    private IReadOnlyList<Statement> Stages()
    {
        var row = new LoweringScope(_values, null);
        int last = _values.LastStage;
        for (int stage = 0; stage <= last; stage++)
        {
            AddStage(row, stage);
            foreach (var store in StoresOf(stage, ofRow: true)) row.Write(store);
        }

        return row.Statements;
    }

    private void AddStage(LoweringScope row, int stage)
    {
        var reduces = _values.Reduces.Where(r => _values.Stage(r.Inputs[0], _kernel.ReduceInputs[r]) == stage).ToList();
        var stores = StoresOf(stage, ofRow: false).ToList();
        if (reduces.Count == 0 && stores.Count == 0) return;

        var inner = new LoweringScope(_values, row);
        var accumulators = reduces.Select(r => _values.AccumulatorOf(r)).ToList();
        foreach (var accumulator in accumulators) row.Statements.Add(new Begin(accumulator));
        for (int i = 0; i < reduces.Count; i++)
        {
            inner.Statements.Add(new Accumulate(accumulators[i], inner.Value(reduces[i].Inputs[0], _kernel.ReduceInputs[reduces[i]])));
        }

        foreach (var store in stores) inner.Write(store);
        inner.Keep(stage);

        IReadOnlyList<Statement> body = inner.Statements;
        foreach (var axis in _axes.Reduced.Reverse())
        {
            body = [new Loop(axis, axis == _axes.Vector ? LoopKind.Vector : LoopKind.Serial, body.ToEquatableArray())];
        }

        row.Statements.AddRange(body);
        for (int i = 0; i < reduces.Count; i++) row.Finish(reduces[i], accumulators[i], across: _axes.ReducesVector);
    }

    /// <summary>What a stage stores once a row; or what it stores within the reductions, be it one number all along them.</summary>
    private IEnumerable<Store> StoresOf(int stage, bool ofRow) => _kernel.Stores.Where(s =>
        _values.Stage(s.Value, s.ValueAccess) == stage
        && ofRow == (_values.IsRow(s.Value, s.ValueAccess) && !_axes.VariesInReduction(_values.Map(s.TargetAccess.Linear))));

    /// <summary>The loops around the body.</summary>
    private LoopKernel Frame(EquatableArray<Statement> body)
    {
        var vector = _axes.Vector;
        if (_kernel.Product is not null) return new LoopKernel(EpilogueRows(), vector, body, _kernel);
        var outer = _axes.Kept.Where(a => a != vector).ToEquatableArray();
        if (!_axes.ReducesVector)
        {
            body = [new Loop(vector, outer.Count == 0 ? LoopKind.ParallelVector : LoopKind.Vector, body)];
        }

        EquatableArray<AxisGroup> rows = outer.Count == 0 && !_axes.ReducesVector ? [] : [new AxisGroup("row", outer)];
        return new LoopKernel(rows, vector, body, _kernel);
    }

    private EquatableArray<AxisGroup> EpilogueRows()
    {
        var product = _values.Product!;
        LoopAxis Axis(int index) => _axes.Kept[index];
        EquatableArray<LoopAxis> Batch(int fromInner) =>
            product.Batch.Count > fromInner ? product.Batch[product.Batch.Count - 1 - fromInner].Axes.Select(Axis).ToEquatableArray() : [];
        return
        [
            new AxisGroup("outer", Batch(1)),
            new AxisGroup("inner", Batch(0)),
            new AxisGroup("row", [Axis(_kernel.Space.Rank - 2)]),
        ];
    }
}
