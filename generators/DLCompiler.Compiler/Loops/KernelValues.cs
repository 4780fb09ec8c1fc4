using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Loops;

/// <summary>
/// What a kernel computes, by node and element: where each value comes from, whether it varies within the reductions, and
/// in which stage it is first known.
/// </summary>
internal sealed class KernelValues
{
    private readonly Dictionary<(Node, Affine), Info> _infos = [];
    private readonly List<Info> _order = [];
    private readonly Dictionary<(Node, Affine), GatherRead> _gathers = [];
    private readonly Dictionary<(Node, Dim), Pointer> _pointers = [];
    private readonly Dictionary<Node, Accumulator> _accumulators = [];
    private readonly Names _names = new(KernelWords.All);
    private readonly KernelProgram _program;
    private readonly bool _keepsRows;
    private readonly StoragePlan _storages;
    private KernelAxes _axes = null!;

    public KernelValues(Kernel kernel, KernelProgram program, bool keepsRows, StoragePlan storages)
    {
        _storages = storages;
        _keepsRows = keepsRows;
        Kernel = kernel;
        _program = program;
        if (kernel.Product is not null) Product = program.PlanOf(kernel).Shape;
        foreach (var store in kernel.Stores) Visit(store.Value, store.ValueAccess);
        SpreadLastUses();
    }

    public Kernel Kernel { get; }

    public ProductShape? Product { get; }

    /// <summary>The reductions, in the order of their dependence.</summary>
    public List<Node> Reduces { get; } = [];

    /// <summary>What the kernel computes, whatever memory it computes it from.</summary>
    public KernelForm Form()
    {
        var form = new KernelForm(Kernel, Product, _storages);
        foreach (var info in _order) info.Number = Add(form, info);
        foreach (var store in Kernel.Stores)
        {
            int value = _infos[(store.Value, store.ValueAccess.Linear)].Number;
            form.Add(Source.Memory, store.Target, store.TargetAccess.Linear, null, value);
        }

        return form;
    }

    public int LastStage => _infos.Values.Max(i => i.Stage);

    /// <summary>Every index over the space's axes that the kernel uses.</summary>
    public IReadOnlyList<Affine> Indices =>
    [
        .. _infos.Values.Where(i => i.Source is Source.Memory or Source.Position).Select(i => i.Access.Linear),
        .. _gathers.Values.SelectMany(g => new[] { g.Index, g.Indices.Access.Linear }),
        .. Kernel.Stores.Select(s => s.TargetAccess.Linear),
    ];

    public void Assign(KernelAxes axes) => _axes = axes;

    public Source SourceOf(Node node, Access access) => _infos[(node, access.Linear)].Source;

    public int Stage(Node node, Access access) => _infos[(node, access.Linear)].Stage;

    /// <summary>Whether the value is the same throughout the reductions of a row.</summary>
    public bool IsRow(Node node, Access access) => _infos[(node, access.Linear)].IsRow;

    /// <summary>Whether passes over a row after the first should find the value in memory.</summary>
    public bool IsWorthKeeping(Node node, Access access) => _keepsRows && _infos[(node, access.Linear)].IsWorthKeeping;

    /// <summary>How a value of <see cref="Source.Row"/> is read.</summary>
    public GatherRead GatherOf(Node node, Access access) => _gathers[(node, access.Linear)];

    public Affine Map(Affine index) => _axes.Map(index);

    public Pointer PointerTo(Node node, Dim offset)
    {
        if (!_pointers.TryGetValue((node, offset), out var pointer))
        {
            _pointers[(node, offset)] = pointer = new Pointer(node, offset, NodeName.Of(node)) { Storage = _storages[node] };
        }

        return pointer;
    }

    /// <summary>Memory of the thread for one row of a value.</summary>
    public Pointer ScratchFor(Node node) =>
        new(node, Dim.Zero, _names.Unique(NodeName.Of(node) + "Row"), Dim.Product(_axes.Reduced.Select(a => a.Extent)))
        {
            HoldsVectors = !_axes.ReducesVector,
        };

    /// <summary>The index into a row that is kept.</summary>
    public Affine RowIndex() => _axes.Reduced.Aggregate(Affine.Zero, (sum, a) => (sum * a.Extent) + Affine.OfAxis(a.Index));

    public Local NewLocal(string name) => new(_names.Unique(name));

    public Accumulator AccumulatorOf(Node reduce)
    {
        if (!_accumulators.TryGetValue(reduce, out var accumulator))
        {
            var combine = reduce.Op switch { ReduceMax => Combine.Max, ReduceMin => Combine.Min, _ => Combine.Sum };
            string name = combine switch { Combine.Max => "maxima", Combine.Min => "minima", _ => "sums" };
            _accumulators[reduce] = accumulator = new Accumulator(_names.Unique(name), combine);
        }

        return accumulator;
    }

    /// <summary>
    /// The access by which the kernel knows an element: a member's own, which may tell dimensions apart that the way to it has
    /// run together.
    /// </summary>
    public Access Canonical(Node node, Access access) =>
        Kernel.Members.TryGetValue(node, out var own) && own.Linear == access.Linear ? own : access;

    private Info Visit(Node node, Access access)
    {
        access = Canonical(node, access);
        if (_infos.TryGetValue((node, access.Linear), out var known)) return known;
        var info = Describe(node, access);
        _infos[(node, access.Linear)] = info;
        _order.Add(info);
        if (info.Source == Source.Reduction) Reduces.Add(node);
        return info;
    }

    private Info Describe(Node node, Access access)
    {
        bool own = Kernel.Members.TryGetValue(node, out var aligned) && aligned.Linear == access.Linear;
        switch (node.Op)
        {
            case Literal: return new Info(node, Source.Number, access, 0, IsRow: true);
            case RandomUniform when !own && _program.IsInMemory(node): return new Info(node, Source.Memory, access, 0, IsRowIndex(access));
            case Iota or RandomUniform: return new Info(node, Source.Position, access, 0, IsRowIndex(access));
            case Contraction when own: return new Info(node, Source.Product, access, 0, IsRow: false);
            case Leaf { IsInMemory: true }: return new Info(node, Source.Memory, access, 0, IsRowIndex(access));
        }

        if (!own && _program.IsInMemory(node)) return new Info(node, Source.Memory, access, 0, IsRowIndex(access));
        if (node.Op is Gather)
        {
            var read = _gathers[(node, access.Linear)] = GatherRead.Of(node, access, _program.IsInMemory)!;
            return new Info(node, Source.Row, access, 0, IsRowIndex(read.Index) && IsRowIndex(read.Indices.Access.Linear));
        }

        if (node.Op is Reduce)
        {
            var input = Visit(node.Inputs[0], Kernel.ReduceInputs[node]);
            return new Info(node, Source.Reduction, access, input.Stage + 1, IsRow: true);
        }

        if (node.Op is not Elementwise)
        {
            var input = Visit(node.Inputs[0], access.Through(node)!);
            return new Info(node, Source.Moved, access, input.Stage, input.IsRow) { Inputs = [input] };
        }

        var inputs = node.Inputs.Select(i => Visit(i, access)).ToList();
        return new Info(node, Source.Function, access, inputs.Max(i => i.Stage), inputs.All(i => i.IsRow))
        {
            Inputs = inputs,
            Cost = ElementwiseCost.Of((Elementwise)node.Op) + inputs.Sum(i => i.Cost),
        };
    }

    private int Add(KernelForm form, Info info)
    {
        var (node, index) = (info.Node, info.Access.Linear);
        switch (info.Source)
        {
            case Source.Row:
                var read = _gathers[(node, index)];
                int table = form.Add(Source.Memory, read.Table.Node, read.Index);
                int indices = form.Add(Source.Memory, read.Indices.Node, read.Indices.Access.Linear);
                return form.Add(Source.Row, node, index, read.Stride, table, indices);
            case Source.Reduction:
                var input = _infos[(node.Inputs[0], Kernel.ReduceInputs[node].Linear)];
                return form.Add(Source.Reduction, node, index, node.Op.GetType(), input.Number);
            default:
                object? detail = info.Source switch
                {
                    Source.Number => ((Literal)node.Op).Value,
                    Source.Function => ((Elementwise)node.Op).Function,
                    Source.Position when node.Op is RandomUniform random => form.Number(random.Stream),
                    _ => null,
                };
                return form.Add(info.Source, node, index, detail, [.. info.Inputs.Select(i => i.Number)]);
        }
    }

    /// <summary>A value that is not kept is computed again in each stage that needs it, and then needs its inputs there too.</summary>
    private void SpreadLastUses()
    {
        foreach (var info in _order.AsEnumerable().Reverse())
        {
            int lastUse = info.IsWorthKeeping ? info.Stage : info.LastUse;
            foreach (var input in info.Inputs) input.LastUse = Math.Max(input.LastUse, Math.Max(info.Stage, lastUse));
        }
    }

    private bool IsRowIndex(Access access) => IsRowIndex(access.Linear);

    private bool IsRowIndex(Affine index) => Kernel.ReduceAxes.All(axis => index.Coefficient(axis) == Dim.Zero);

    private sealed record Info(Node Node, Source Source, Access Access, int Stage, bool IsRow)
    {
        /// <summary>Its number in the kernel's form.</summary>
        public int Number { get; set; }

        public IReadOnlyList<Info> Inputs { get; init; } = [];

        public int Cost { get; init; }

        /// <summary>The last stage in which the value is needed.</summary>
        public int LastUse { get; set; } = Stage;

        public bool IsWorthKeeping =>
            Source == Source.Function && !IsRow && LastUse > Stage && Cost >= ElementwiseCost.Expensive;
    }
}

/// <summary>Where a value in a kernel comes from.</summary>
internal enum Source
{
    Number,
    Position,
    Memory,

    /// <summary>Memory, in a row that an integer chooses.</summary>
    Row,
    Product,
    Reduction,
    Moved,
    Function,
}
