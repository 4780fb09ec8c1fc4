using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Loops;

/// <summary>
/// The statements of one loop body while they are being made; each value is computed once in it. What does not vary in an
/// inner body is left to the row's.
/// </summary>
internal sealed class LoweringScope(KernelValues values, LoweringScope? row)
{
    private readonly Dictionary<(Node, Affine), Expression> _known = [];
    private readonly Dictionary<(Node, Affine), (Pointer Pointer, Affine Index)> _kept = row?._kept ?? [];
    private readonly List<(Node Node, Access Access)> _computed = [];

    public List<Statement> Statements { get; } = [];

    /// <summary>The value of <paramref name="node"/> at <paramref name="access"/>, computed here unless it is known.</summary>
    public Expression Value(Node node, Access access)
    {
        access = values.Canonical(node, access);
        var key = (node, access.Linear);
        if (_known.TryGetValue(key, out var known)) return known;
        if (row is not null && values.IsRow(node, access)) return row.Value(node, access);
        var value = Compute(node, access);
        if (value is not (Number or Use))
        {
            var local = values.NewLocal(NodeName.Of(node));
            Statements.Add(new Let(local, value));
            value = new Use(local);
            _computed.Add((node, access));
        }

        return _known[key] = value;
    }

    public void Write(Store store)
    {
        var value = Value(store.Value, store.ValueAccess);
        var (pointer, index) = Place(store.Target, store.TargetAccess.Linear);
        Statements.Add(new Write(pointer, index, value));
        if (row is not null) _kept[(store.Value, store.ValueAccess.Linear)] = (pointer, index);
    }

    /// <summary>Leaves what later stages need, and is not stored anyway, in memory of the thread.</summary>
    public void Keep(int stage)
    {
        foreach (var (node, access) in _computed.ToList())
        {
            var key = (node, access.Linear);
            if (values.Stage(node, access) != stage || _kept.ContainsKey(key) || !values.IsWorthKeeping(node, access)) continue;
            var place = (Pointer: values.ScratchFor(node), Index: values.RowIndex());
            Statements.Add(new Write(place.Pointer, place.Index, _known[key]));
            _kept[key] = place;
        }
    }

    /// <summary>Makes the result of a reduction known.</summary>
    public void Finish(Node reduce, Accumulator accumulator, bool across)
    {
        var local = values.NewLocal(accumulator.Combine.ToString().ToLowerInvariant());
        Statements.Add(new Finish(local, accumulator, across));
        _known[(reduce, values.Kernel.Members[reduce].Linear)] = new Use(local);
    }

    private Expression Compute(Node node, Access access)
    {
        if (_kept.TryGetValue((node, access.Linear), out var kept)) return new Load(kept.Pointer, kept.Index);
        switch (values.SourceOf(node, access))
        {
            case Source.Number: return new Number(((Literal)node.Op).Value);
            case Source.Position when node.Op is RandomUniform random: return new RandomValue(random.Stream, values.Map(access.Linear));
            case Source.Position: return new Position(values.Map(access.Linear));
            case Source.Product: return new ProductValue();
            case Source.Moved: return Value(node.Inputs[0], access.Through(node)!);
            case Source.Function:
                return new Call(((Elementwise)node.Op).Function, node.Inputs.Select(i => Value(i, access)).ToEquatableArray());
            case Source.Memory:
                var (pointer, index) = Place(node, access.Linear);
                return new Load(pointer, index);
            case Source.Row:
                var read = values.GatherOf(node, access);
                var (integers, position) = Place(read.Indices.Node, read.Indices.Access.Linear);
                var (table, element) = Place(read.Table.Node, read.Index);
                return new Load(table, element, new RowIndex(integers, position, read.Stride));
            default: throw new InvalidOperationException($"{node} is used before its reduction is finished.");
        }
    }

    private (Pointer Pointer, Affine Index) Place(Node node, Affine linear)
    {
        var index = values.Map(linear);
        return (values.PointerTo(node, index.Offset), index.WithoutOffset());
    }
}
