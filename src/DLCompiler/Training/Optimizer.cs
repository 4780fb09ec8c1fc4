using System.Numerics;

namespace DLCompiler;

/// <summary>
/// How parameters follow their gradients. An optimizer is one pass over flat arrays; the arrays themselves, with its
/// state, belong to the trainer.
/// </summary>
public abstract class Optimizer
{
    private float _learningRate;

    /// <summary>Makes an optimizer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or NaN.</exception>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The step size; it may be set between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number or NaN.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set => _learningRate = Checked(value, float.PositiveInfinity, nameof(LearningRate));
    }

    /// <summary>
    /// Parameters with a learning rate or weight decay of their own: <c>new AdamW(…) { Groups = [ParameterGroup.NoDecay]
    /// }</c>. A parameter belongs to the first group that contains it; the others are as the optimizer says.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>The arrays that it keeps from step to step, by PyTorch's names: <c>exp_avg</c>.</summary>
    public abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>
    /// Changes parameters by their gradients. A step is one call for each run of neighbouring parameters that belong to
    /// one group: a single one without groups.
    /// </summary>
    public abstract void Apply(OptimizerStep step);

    /// <summary>A hyper-parameter from 0 up to but not including a limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    private protected static T Checked<T>(T value, T limit, string name)
        where T : INumber<T> =>
        value >= T.Zero && value < limit
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Expected a number from 0 and below {limit}.");
}
