using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// A primitive of two operands, each element of which is a sum of products: the run-time library's matrix kernels
/// compute it, and what follows on each finished element joins them.
/// </summary>
public abstract record Contraction : Primitive
{
    /// <summary>
    /// The result as its kernel walks it: batch axes, rows, and columns that lie side by side. A reshape of its shape.
    /// </summary>
    public abstract Shape Space(Node node);

    /// <summary>
    /// How many axes of an operand, from the first, may have any stride in memory; the others are row-major.
    /// </summary>
    public abstract int StridedAxes(Node node, int input);

    /// <summary>How many products there are.</summary>
    public abstract Dim MultiplyAdds(Node node);
}
