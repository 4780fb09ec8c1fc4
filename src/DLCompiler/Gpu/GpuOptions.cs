namespace DLCompiler;

/// <summary>How a model uses an accelerator: <c>model.OnGpu(accelerator, device: new GpuOptions { … })</c>.</summary>
public sealed record GpuOptions
{
    /// <summary>The threads of a group; null for as many as the accelerator allows, up to 256.</summary>
    public int? GroupSize { get; init; }

    /// <summary>
    /// The side of the tile that a group computes of a product: 16, 32, 64 or 128; null for a choice by sizes.
    /// </summary>
    public int? Tile { get; init; }

    /// <summary>How many queries and keys attention works on at a time: a power of two; null for as many as fit.</summary>
    public int? AttentionBlock { get; init; }

    /// <summary>
    /// Whether the gradients of tables are summed in the same order each time. Without it, they are faster, and differ
    /// in their last bits from run to run.
    /// </summary>
    public bool Deterministic { get; init; } = true;

    /// <summary>The most bytes of the accelerator's memory that the model takes; null for all.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>The floats that kernels have for sums in parts, from the start; it grows where one needs more.</summary>
    public long WorkspaceFloats { get; init; } = 4 << 20;

    /// <summary>
    /// What a model of <see cref="Precision.Half"/> multiplies its gradients by from the start, above 0. It halves where a
    /// gradient is not finite, and that update is left out; but not below 1, where the loss of such an update reads NaN.
    /// </summary>
    public float LossScale { get; init; } = 65536;

    /// <summary>After how many updates in a row that were made the scale doubles, up to 2²⁴.</summary>
    public int LossScaleInterval { get; init; } = 2000;
}
