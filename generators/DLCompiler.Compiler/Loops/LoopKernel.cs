using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Loops;

/// <summary>How the iterations of a loop may run.</summary>
public enum LoopKind
{
    /// <summary>One after the other.</summary>
    Serial,

    /// <summary>Independently: the outermost loop of a kernel, split between threads or thread blocks.</summary>
    Parallel,

    /// <summary>Several neighbours at once.</summary>
    Vector,

    /// <summary>Both: split between threads, several neighbours at once.</summary>
    ParallelVector,
}

/// <summary>How an accumulator combines values.</summary>
public enum Combine
{
    Sum,
    Max,
    Min,
}

/// <summary>A loop variable: axis number <see cref="Index"/> of affine indices.</summary>
public sealed record LoopAxis(int Index, Dim Extent, string Name);

/// <summary>A value that is computed once and used by name.</summary>
public sealed record Local(string Name);

/// <summary>A running sum, maximum or minimum.</summary>
public sealed record Accumulator(string Name, Combine Combine);

/// <summary>
/// A buffer as a kernel's parameter: a node's memory from an offset on, so that two offsets into one buffer are two
/// parameters; or, with a <see cref="Scratch"/> length, memory of the thread that holds a row between two passes over it.
/// </summary>
public sealed record Pointer(Node Node, Dim Offset, string Name, Dim? Scratch = null)
{
    /// <summary>Whether an element of scratch is a whole vector: several rows side by side are walked at once.</summary>
    public bool HoldsVectors { get; init; }

    /// <summary>What a float is stored as: loads and stores convert.</summary>
    public Storage Storage { get; init; }

    public DType DType => Node.Type.DType;
}

/// <summary>The value of a point of a loop nest.</summary>
public abstract record Expression;

/// <summary>An element of a buffer; with <see cref="Row"/>, of the row of it that an integer chooses.</summary>
public sealed record Load(Pointer Pointer, Affine Index, RowIndex? Row = null) : Expression;

/// <summary>The integer at an element of <see cref="Indices"/>, as the number of a row of <see cref="Stride"/> elements.</summary>
public sealed record RowIndex(Pointer Indices, Affine Index, Dim Stride);

/// <summary>An elementwise function by its name.</summary>
public sealed record Call(string Function, EquatableArray<Expression> Arguments) : Expression;

/// <summary>A number that is the same everywhere: a parameter of the kernel unless it is a constant.</summary>
public sealed record Number(Scalar Value) : Expression;

/// <summary>An index, as a float.</summary>
public sealed record Position(Affine Index) : Expression;

/// <summary>A random number in [0, 1), a function of the stream and the index.</summary>
public sealed record RandomValue(int Stream, Affine Index) : Expression;

/// <summary>A local's value.</summary>
public sealed record Use(Local Local) : Expression;

/// <summary>The finished element of the matrix product whose epilogue the kernel is.</summary>
public sealed record ProductValue : Expression;

/// <summary>What a loop nest does.</summary>
public abstract record Statement;

/// <summary>Computes a local.</summary>
public sealed record Let(Local Local, Expression Value) : Statement;

/// <summary>Writes an element of a buffer.</summary>
public sealed record Write(Pointer Pointer, Affine Index, Expression Value) : Statement;

/// <summary>Starts an accumulator at the neutral element.</summary>
public sealed record Begin(Accumulator Accumulator) : Statement;

/// <summary>Combines a value into an accumulator.</summary>
public sealed record Accumulate(Accumulator Accumulator, Expression Value) : Statement;

/// <summary>Takes an accumulator's final value; <see cref="Across"/> says that the lanes of the vector are combined too.</summary>
public sealed record Finish(Local Local, Accumulator Accumulator, bool Across) : Statement;

/// <summary>Runs the body for each value of an axis.</summary>
public sealed record Loop(LoopAxis Axis, LoopKind Kind, EquatableArray<Statement> Body) : Statement;

/// <summary>Axes that are walked as one flattened index, outermost first.</summary>
public sealed record AxisGroup(string Name, EquatableArray<LoopAxis> Axes);

/// <summary>
/// A kernel as a loop nest. <see cref="Rows"/> are the flattened indices that it is called with: the parallel loop's for a
/// plain kernel, none where its body starts with a parallel vector loop; batch and row for an epilogue, whose body runs at one
/// vector of columns.
/// </summary>
/// <param name="Rows">The outer indices.</param>
/// <param name="Vector">The axis whose neighbours a vector holds.</param>
/// <param name="Body">What happens for each row.</param>
/// <param name="Source">The kernel that this is the loop nest of.</param>
public sealed record LoopKernel(
    EquatableArray<AxisGroup> Rows, LoopAxis Vector, EquatableArray<Statement> Body, Kernel Source)
{
    public bool IsEpilogue => Source.Product is not null;
}
