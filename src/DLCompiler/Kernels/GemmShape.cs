using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>The sizes of a matrix product [M, K] · [K, N] → [M, N], with two batch axes.</summary>
/// <param name="M">Rows of A and C.</param>
/// <param name="N">Columns of B and C.</param>
/// <param name="K">Columns of A, rows of B.</param>
/// <param name="OuterBatch">Length of the outer batch axis.</param>
/// <param name="InnerBatch">Length of the inner batch axis.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct GemmShape(nint M, nint N, nint K, nint OuterBatch = 1, nint InnerBatch = 1);
