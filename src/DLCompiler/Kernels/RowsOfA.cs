namespace DLCompiler.Runtime;

/// <summary>Where the microkernel finds rows of A: in a packed panel, or where the operand is.</summary>
/// <param name="Data">The first row's element at the first k.</param>
/// <param name="Row">From a row to the next.</param>
/// <param name="Column">From a k to the next.</param>
internal readonly record struct RowsOfA(Floats Data, nint Row, nint Column);
