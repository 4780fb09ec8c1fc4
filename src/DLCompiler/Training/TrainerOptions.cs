namespace DLCompiler;

/// <summary>How a trainer trains.</summary>
public sealed record TrainerOptions
{
    /// <summary>
    /// The greatest Euclidean norm that all gradients together may have; they are scaled down to it. Null: no limit.
    /// PyTorch: <c>clip_grad_norm_</c>.
    /// </summary>
    public float? ClipNorm { get; init; }

    /// <summary>
    /// How many steps make one update of the parameters, by the mean of their gradients: batches that memory cannot
    /// hold in one. 1 unless set.
    /// </summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>The learning rate of each update; null where the optimizer's own holds.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>The seed of random ops such as dropout.</summary>
    public int Seed { get; init; }

    /// <summary>Whether the gradients of the loss by the inputs are computed, for a model that has them.</summary>
    public bool InputGradients { get; init; }
}
