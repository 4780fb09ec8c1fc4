using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Loops;

/// <summary>
/// What a kernel computes, whatever memory it computes it from: its values in order, with numbers for nodes and for random
/// streams. The kernels of repeated blocks have equal forms, and one loop nest.
/// </summary>
internal sealed class KernelForm : IEquatable<KernelForm>
{
    private readonly Shape _space;
    private readonly EquatableArray<int> _reduced;
    private readonly EquatableArray<BatchAxis>? _batch;
    private readonly StoragePlan _storages;
    private readonly List<Value> _values = [];
    private readonly Dictionary<Node, int> _numbers = [];
    private readonly List<Node> _nodes = [];
    private readonly List<int> _streams = [];
    private int _hash = 17;

    /// <param name="kernel">The kernel.</param>
    /// <param name="product">The product that it is the epilogue of; null for none.</param>
    /// <param name="storages">What its values are stored as.</param>
    public KernelForm(Kernel kernel, ProductShape? product, StoragePlan storages)
    {
        (_space, _reduced, _storages) = (kernel.Space, kernel.ReduceAxes, storages);
        _batch = product?.Batch.ToEquatableArray();
    }

    /// <summary>Adds a value.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="node">Its node, or the one whose memory it is read from or written to.</param>
    /// <param name="index">The element of it.</param>
    /// <param name="detail">What tells it from others of that source: a function, a number, a stride.</param>
    /// <param name="operands">The numbers of the values that it is made of.</param>
    /// <returns>Its number.</returns>
    public int Add(Source source, Node node, Affine index, object? detail = null, params int[] operands)
    {
        if (!_numbers.TryGetValue(node, out int number))
        {
            _numbers.Add(node, number = _nodes.Count);
            _nodes.Add(node);
        }

        var value = new Value(
            source, number, NodeName.Given(node), node.Type.DType, _storages[node], index, detail, new EquatableArray<int>(operands));
        _hash = unchecked((_hash * 31) + value.GetHashCode());
        _values.Add(value);
        return _values.Count - 1;
    }

    /// <summary>The number of a random stream.</summary>
    public int Number(int stream)
    {
        if (!_streams.Contains(stream)) _streams.Add(stream);
        return _streams.IndexOf(stream);
    }

    /// <summary>What a parameter of the loop nest of this form is passed by a kernel of an equal one.</summary>
    public object Argument(object argument, KernelForm other) => argument switch
    {
        Pointer pointer => pointer with { Node = other._nodes[_numbers[pointer.Node]] },
        StreamArgument stream => new StreamArgument(other._streams[_streams.IndexOf(stream.Stream)]),
        _ => argument,
    };

    public bool Equals(KernelForm? other) =>
        other is not null && _hash == other._hash && _space == other._space && _reduced == other._reduced
        && Nullable.Equals(_batch, other._batch) && _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as KernelForm);

    public override int GetHashCode() => _hash;

    private readonly record struct Value(
        Source Source, int Node, string Name, DType DType, Storage Storage, Affine Index, object? Detail, EquatableArray<int> Operands);
}
