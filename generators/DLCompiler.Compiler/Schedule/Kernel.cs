using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// A value that a kernel leaves in memory: <see cref="Value"/> at <see cref="ValueAccess"/> goes to the element
/// <see cref="TargetAccess"/> of the buffer of <see cref="Target"/>. Target and value are the same node but for the parts of a
/// concatenation and for movement ops that are carried out.
/// </summary>
public sealed record Store(Node Value, Access ValueAccess, Node Target, Access TargetAccess);

/// <summary>
/// Nodes that run as one loop nest. Every node's value is needed at one element a point of the <see cref="Space"/>; sums and
/// maxima run over <see cref="ReduceAxes"/> of it. With a <see cref="Product"/>, the nest is the epilogue of a matrix
/// product whose result spans the space.
/// </summary>
public sealed class Kernel(int id, Shape space, Node? product)
{
    private readonly Dictionary<Node, Access> _members = [];

    /// <summary>The order of creation, which breaks ties between kernels that do not depend on each other.</summary>
    public int Id { get; } = id;

    /// <summary>The extent of each axis.</summary>
    public Shape Space { get; } = space;

    /// <summary>The matrix product whose epilogue this is; null for a plain loop nest.</summary>
    public Node? Product { get; } = product;

    /// <summary>
    /// The call of the run-time library that the kernel is: there is no loop nest to join. Null for every other kernel.
    /// </summary>
    public Node? Call { get; init; }

    /// <summary>The loop that the kernel is, where the call is a scan.</summary>
    public StepLoop? Loop { get; set; }

    /// <summary>The last axis that has more than one element: the one that vectors run along. −1 where there is none.</summary>
    public int InnermostAxis { get; } = space.Dims.ToList().FindLastIndex(d => d != Dim.One);

    /// <summary>The axes that reductions run over; none for a map.</summary>
    public EquatableArray<int> ReduceAxes { get; set; } = [];

    /// <summary>The values that leave the kernel.</summary>
    public List<Store> Stores { get; } = [];

    /// <summary>The element of each member that a point of the space computes.</summary>
    public IReadOnlyDictionary<Node, Access> Members => _members;

    /// <summary>The element of its input that each reduction of the kernel looks at.</summary>
    public Dictionary<Node, Access> ReduceInputs { get; } = [];

    public void Add(Node node, Access access) => _members.Add(node, access);

    public void Remove(Node node) => _members.Remove(node);

    public override int GetHashCode() => Id;

    public override string ToString() => $"kernel {Id} over {Space}, {_members.Count} nodes";
}
