namespace DLCompiler;

/// <summary>
/// Parameters that an optimizer treats in their own way: <c>new AdamW(…) { Groups = [ParameterGroup.NoDecay] }</c>. A
/// parameter belongs to the first group that contains it.
/// </summary>
public sealed class ParameterGroup
{
    private readonly Func<ParameterInfo, bool> _contains;

    private ParameterGroup(Func<ParameterInfo, bool> contains, float learningRateScale, float? weightDecay)
    {
        ArgumentNullException.ThrowIfNull(contains);
        if (!(learningRateScale >= 0))
            throw new ArgumentOutOfRangeException(nameof(learningRateScale), learningRateScale, "Expected 0 or more.");
        if (weightDecay is { } decay && !(decay >= 0))
            throw new ArgumentOutOfRangeException(nameof(weightDecay), weightDecay, "Expected 0 or more.");
        (_contains, LearningRateScale, WeightDecay) = (contains, learningRateScale, weightDecay);
    }

    /// <summary>Vectors and single numbers without weight decay: biases, and the weights of layers that normalise.</summary>
    public static ParameterGroup NoDecay { get; } = Where(parameter => parameter.Shape.Length < 2, weightDecay: 0);

    /// <summary>What the optimizer's learning rate is multiplied by.</summary>
    public float LearningRateScale { get; }

    /// <summary>The weight decay; null for the optimizer's own.</summary>
    public float? WeightDecay { get; }

    /// <summary>The parameters whose full name matches a pattern.</summary>
    /// <param name="pattern">A name with <c>*</c> for any characters and <c>?</c> for one: <c>*.bias</c>.</param>
    /// <param name="learningRateScale">What the optimizer's learning rate is multiplied by.</param>
    /// <param name="weightDecay">The weight decay; null for the optimizer's own.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or NaN.</exception>
    public static ParameterGroup Matching(string pattern, float learningRateScale = 1, float? weightDecay = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Where(
            parameter => NamePattern.Matches(pattern, parameter.Name),
            learningRateScale,
            weightDecay);
    }

    /// <summary>The parameters that a predicate chooses.</summary>
    /// <param name="contains">Whether a parameter belongs to the group.</param>
    /// <param name="learningRateScale">What the optimizer's learning rate is multiplied by.</param>
    /// <param name="weightDecay">The weight decay; null for the optimizer's own.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or NaN.</exception>
    public static ParameterGroup Where(
        Func<ParameterInfo, bool> contains, float learningRateScale = 1, float? weightDecay = null) =>
        new(contains, learningRateScale, weightDecay);

    internal bool Contains(ParameterInfo parameter) => _contains(parameter);
}
