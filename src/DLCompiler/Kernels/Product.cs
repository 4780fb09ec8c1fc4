namespace DLCompiler.Runtime;

/// <summary>One matrix product of a batch: its sizes, where its operands are, and what to do with the result.</summary>
internal readonly struct Product<E>(
    in GemmShape shape, in GemmOperand a, in GemmOperand b, in GemmOperand c, in E epilogue, nint outer, nint inner,
    Floats panelsOfB = default)
    where E : struct, IEpilogue
{
    public readonly nint M = shape.M;
    public readonly nint N = shape.N;
    public readonly nint K = shape.K;
    public readonly Floats A = a.Batch(outer, inner);
    public readonly Floats B = b.Batch(outer, inner);

    /// <summary>B packed as a whole; null where it is not.</summary>
    public readonly Floats PanelsOfB = panelsOfB;

    public readonly nint RowOfA = a.Row;
    public readonly nint ColumnOfA = a.Column;
    public readonly nint RowOfB = b.Row;
    public readonly nint ColumnOfB = b.Column;
    public readonly ProductResult<E> Result = new(c, epilogue, outer, inner);
}
