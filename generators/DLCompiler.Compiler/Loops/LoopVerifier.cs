using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Loops;

/// <summary>
/// Checks what every loop nest must keep, so that emitters can rely on it: names are known where they are used, sums are
/// begun and finished around their loops, and no two points of the space write one element.
/// </summary>
public sealed class LoopVerifier
{
    private readonly LoopKernel _kernel;
    private readonly HashSet<Local> _defined = [];
    private readonly HashSet<Accumulator> _begun = [];
    private readonly HashSet<Accumulator> _finished = [];
    private readonly HashSet<Pointer> _filled = [];

    private LoopVerifier(LoopKernel kernel) => _kernel = kernel;

    /// <exception cref="InvalidOperationException">
    /// The nest is malformed; the message names the statement and shows the nest.
    /// </exception>
    public static void Verify(LoopKernel kernel) => new LoopVerifier(kernel).Run();

    private void Run()
    {
        CheckFrame();
        var axes = _kernel.Rows.SelectMany(r => r.Axes).ToList();
        if (_kernel.IsEpilogue) axes.Add(_kernel.Vector);
        Body(_kernel.Body, new Scope(axes, [], [], _kernel.IsEpilogue));
        Require(!_begun.Except(_finished).Any(), "an accumulator is begun and never finished");
        Require(_kernel.Body.All().Any(s => s is Write { Pointer.Scratch: null }), "nothing is written");
    }

    /// <summary>What is parallel: the rows, or one loop around everything, or what the library's product calls.</summary>
    private void CheckFrame()
    {
        var loops = _kernel.Body.All().OfType<Loop>().ToList();
        bool byElement = _kernel.Rows.Count == 0;
        Require(!_kernel.IsEpilogue || loops.Count == 0, "an epilogue has a loop");
        Require(_kernel.Rows.Count == (_kernel.IsEpilogue ? 3 : byElement ? 0 : 1), "the outer indices are not those of its kind");
        Require(
            !byElement || (_kernel.Body.Count == 1 && _kernel.Body[0] is Loop { Kind: LoopKind.ParallelVector }),
            "a nest without rows is not one parallel vector loop");
        int parallel = loops.Count(l => l.Kind is LoopKind.Parallel or LoopKind.ParallelVector);
        Require(parallel == (byElement ? 1 : 0), "a loop inside the rows is parallel");
    }

    private void Body(EquatableArray<Statement> body, Scope scope)
    {
        foreach (var statement in body)
        {
            foreach (var expression in statement.Value().All()) Check(expression, statement, scope);
            Check(statement, scope);
        }
    }

    private void Check(Statement statement, Scope scope)
    {
        switch (statement)
        {
            case Let let: Define(let.Local, statement, scope); break;
            case Write write: CheckWrite(write, scope); break;
            case Loop loop: CheckLoop(loop, scope); break;
            case Begin begin:
                Require(_begun.Add(begin.Accumulator), "an accumulator is begun twice", statement);
                scope.Open.Add(begin.Accumulator);
                break;
            case Accumulate accumulate:
                Require(scope.Around.Contains(accumulate.Accumulator), "no loop around this has its accumulator begun before it", statement);
                break;
            case Finish finish:
                Require(scope.Open.Remove(finish.Accumulator), "an accumulator is finished where it is not open", statement);
                Require(finish.Across != scope.InVector, "lanes are combined outside of vector loops, and only there", statement);
                _finished.Add(finish.Accumulator);
                Define(finish.Local, statement, scope);
                break;
        }
    }

    private void Define(Local local, Statement statement, Scope scope)
    {
        Require(_defined.Add(local), "a local is defined twice", statement);
        scope.Locals.Add(local);
    }

    private void CheckLoop(Loop loop, Scope scope)
    {
        bool isVector = loop.Kind is LoopKind.Vector or LoopKind.ParallelVector;
        Require(!scope.Has(loop.Axis.Index), "two loops, one in the other, walk the same axis", loop);
        Require(isVector == (loop.Axis == _kernel.Vector), "the vector axis is walked by vectors, and no other", loop);
        Body(loop.Body, scope.Inside(loop.Axis, isVector));
    }

    private void CheckWrite(Write write, Scope scope)
    {
        Require(write.Pointer.DType == DType.Float32, "integers are only read", write);
        CheckIndex(write.Index, write, scope);
        if (write.Pointer.Scratch is not null)
        {
            CheckScratch(write.Pointer, write, scope);
            _filled.Add(write.Pointer);
            return;
        }

        var shared = scope.Axes.FirstOrDefault(a => a.Extent != Dim.One && write.Index.Coefficient(a.Index) == Dim.Zero);
        Require(shared is null, $"all points along {shared?.Name} write one element", write);
    }

    private void Check(Expression expression, Statement statement, Scope scope)
    {
        switch (expression)
        {
            case Load load:
                CheckIndex(load.Index, statement, scope);
                if (load.Row is { } row)
                {
                    CheckIndex(row.Index, statement, scope);
                    Require(row.Indices.DType == DType.Int32, "a row is chosen by no integer", statement);
                }

                if (load.Pointer.Scratch is null) break;
                CheckScratch(load.Pointer, statement, scope);
                Require(_filled.Contains(load.Pointer), $"{load.Pointer.Name} is read before it is written", statement);
                break;
            case Position position: CheckAxes(position.Index, statement, scope); break;
            case RandomValue random:
                CheckAxes(random.Index, statement, scope);
                bool byOne = random.Index.Coefficient(_kernel.Vector.Index) == Dim.One || _kernel.Vector.Extent == Dim.One;
                Require(scope.InVector && byOne, "neighbours along the vector are not neighbours in the random stream", statement);
                break;
            case Use use: Require(scope.Locals.Contains(use.Local), $"{use.Local.Name} is not defined here", statement); break;
            case ProductValue: Require(_kernel.IsEpilogue, "there is no product", statement); break;
        }
    }

    private void CheckIndex(Affine index, Statement statement, Scope scope)
    {
        Require(index.Offset == Dim.Zero, "an index has an offset, which belongs to its pointer", statement);
        CheckAxes(index, statement, scope);
    }

    private void CheckAxes(Affine index, Statement statement, Scope scope)
    {
        foreach (var (axis, _) in index.Terms) Require(scope.Has(axis), $"i{axis} is not in scope", statement);
    }

    /// <summary>A row in scratch has a float an element, or a vector where a vector holds several rows.</summary>
    private void CheckScratch(Pointer scratch, Statement statement, Scope scope)
    {
        Require(!_kernel.IsEpilogue && scope.InVector, "scratch is used outside of the loops of a row", statement);
        bool reducesVector = _kernel.Body.Any(s => s is Finish { Across: true });
        Require(scratch.HoldsVectors != reducesVector, $"{scratch.Name} does not hold what lanes are", statement);
    }

    private void Require(bool condition, string problem, Statement? statement = null)
    {
        if (condition) return;
        string where = statement is null ? "" : $": {LoopPrinter.Line(statement)}";
        throw new InvalidOperationException(
            $"{problem}{where}, in the nest{Environment.NewLine}{LoopPrinter.Print(_kernel)}");
    }

    /// <summary>What is known in a loop's body.</summary>
    /// <param name="Axes">The axes of the loops around it.</param>
    /// <param name="Locals">The locals that are defined so far.</param>
    /// <param name="Around">The accumulators that are open around the innermost loop.</param>
    /// <param name="InVector">Whether a value is a vector of neighbours, rather than of the same number.</param>
    private sealed record Scope(
        IReadOnlyList<LoopAxis> Axes, HashSet<Local> Locals, HashSet<Accumulator> Around, bool InVector)
    {
        /// <summary>The accumulators that this body has begun and not finished.</summary>
        public HashSet<Accumulator> Open { get; } = [];

        public bool Has(int axis) => Axes.Any(a => a.Index == axis);

        public Scope Inside(LoopAxis axis, bool isVector) =>
            new([.. Axes, axis], [.. Locals], [.. Around, .. Open], InVector || isVector);
    }
}
