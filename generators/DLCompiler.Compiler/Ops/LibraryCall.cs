using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// A primitive that a routine of the run-time library computes as a whole: its operands lie in memory, and nothing is
/// fused into it. With several results, the routine gets a null pointer for one that nobody needs.
/// </summary>
public abstract record LibraryCall : Primitive
{
    /// <summary>The static method of the run-time library: <c>Scatter.Add</c>.</summary>
    public abstract string Routine { get; }

    /// <summary>
    /// What the device's routine takes and gives in any storage: its type parameters, in order. All else are floats: places, sums that
    /// are added up in memory, and what is there once for many elements.
    /// </summary>
    public virtual IReadOnlyList<StorageParameter> Storages => [];

    /// <summary>What the routine is passed, in order.</summary>
    public abstract IReadOnlyList<CallArgument> Arguments(Node node);

    /// <summary>The same, with the parts of structs instead of these.</summary>
    public IEnumerable<CallArgument> Leaves(Node node) => Arguments(node).SelectMany(a => a.Leaves());
}

/// <summary>A type parameter of a routine: operands and results that are stored alike, whatever that is.</summary>
public sealed record StorageParameter
{
    /// <summary>By the numbers of the node's inputs.</summary>
    public IReadOnlyList<int> Operands { get; init; } = [];

    /// <summary>By the numbers of the node's results.</summary>
    public IReadOnlyList<int> Results { get; init; } = [];
}

/// <summary>How an operand of a library call lies in memory, and what is passed for it.</summary>
public enum OperandForm
{
    /// <summary>Row-major without gaps: a pointer to the first element.</summary>
    Dense,

    /// <summary>
    /// Along the last axis without gaps, along all others with any stride: a pointer, then the stride of each axis but
    /// the last.
    /// </summary>
    Rows,

    /// <summary>Integers, as an <c>IndexList</c>.</summary>
    Indices,
}

/// <summary>Something that a routine of the run-time library is passed.</summary>
public abstract record CallArgument
{
    /// <summary>The argument, or the parts of a struct.</summary>
    public virtual IEnumerable<CallArgument> Leaves() => [this];
}

/// <summary>Memory for a result.</summary>
public sealed record ResultArgument(int Index = 0) : CallArgument;

/// <summary>An operand, by the number of the node's input.</summary>
public sealed record OperandArgument(int Index, OperandForm Form = OperandForm.Dense) : CallArgument;

/// <summary>Several arguments as a struct: <c>new Type(…)</c>.</summary>
public sealed record StructArgument(string Type, IReadOnlyList<CallArgument> Parts) : CallArgument
{
    public override IEnumerable<CallArgument> Leaves() => Parts.SelectMany(p => p.Leaves());
}

/// <summary>What is not there: <c>default</c>.</summary>
public sealed record NothingArgument : CallArgument;

/// <summary>A size, as <c>nint</c>.</summary>
public sealed record SizeArgument(Dim Size) : CallArgument;

/// <summary>Windows that slide over images and give results, as <c>SlidingWindow</c>.</summary>
public sealed record WindowArgument(EquatableArray<WindowAxis> Axes, Shape Images, Shape Results) : CallArgument;

/// <summary>A number, as <c>float</c>.</summary>
public sealed record NumberArgument(Scalar Value) : CallArgument;

/// <summary>A choice, as <c>bool</c>.</summary>
public sealed record FlagArgument(bool Value) : CallArgument;

/// <summary>The key of a random stream in this step, as <c>ulong</c>.</summary>
public sealed record StreamArgument(int Stream) : CallArgument;
