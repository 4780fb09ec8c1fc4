namespace DLCompiler;

/// <summary>A row of <see cref="ModelSummary"/>.</summary>
/// <param name="Name">The layer's name: <c>Hidden</c>, or <c>Blocks.0.Query</c>.</param>
/// <param name="Kind">What it is: <c>Linear</c>.</param>
/// <param name="OutputShape">The symbolic shape of its output: <c>[N, 128]</c>.</param>
/// <param name="Parameters">The trained numbers that are its own; those of a tied weight count once.</param>
/// <param name="Flops">Floating-point operations of a forward pass with every symbol 1; a multiplication with an
/// addition is 2.</param>
/// <param name="Bytes">The bytes of its parameters and buffers.</param>
/// <param name="From">
/// Where its input comes from: layers that are called beside it, or inputs of the network or of the block around it.
/// </param>
public sealed record LayerSummary(
    string Name, string Kind, string OutputShape, long Parameters, long Flops, long Bytes, params string[] From)
{
    /// <summary>
    /// The bytes that a training step does not keep for its backward pass thanks to <see cref="CheckpointAttribute"/>, with
    /// every symbol 1.
    /// </summary>
    public long SavedBytes { get; init; }
}
