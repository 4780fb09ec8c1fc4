namespace DLCompiler.Runtime;

/// <summary>Where the microkernel finds rows of A: in a packed panel, or where the operand is.</summary>
/// <param name="Data">The first row's element at the first k.</param>
/// <param name="Row">From a row to the next.</param>
/// <param name="Column">From a k to the next.</param>
internal readonly record struct RowsOfA(Floats Data, nint Row, nint Column)
{
    /// <summary>The same rows from a later k on.</summary>
    public RowsOfA From(nint k) => this with { Data = Data + k * Column };
}
