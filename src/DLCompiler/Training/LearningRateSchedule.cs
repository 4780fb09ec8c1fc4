namespace DLCompiler;

/// <summary>The learning rate as a function of the number of updates.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>The learning rate of an update.</summary>
    /// <param name="step">The number of updates before it, from 0.</param>
    public abstract float At(long step);

    /// <summary>
    /// What a checkpoint keeps of a schedule that depends on more than the number of updates; nothing for the others. A text that
    /// is not one of its own leaves it as it is.
    /// </summary>
    public virtual string State
    {
        get => "";
        set
        {
        }
    }

    /// <summary>The way from one number to another along half a cosine.</summary>
    private protected static double Cosine(double from, double to, double share) =>
        to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}

/// <summary>One learning rate throughout.</summary>
/// <param name="rate">The rate.</param>
public sealed class ConstantSchedule(float rate) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override float At(long step) => rate;
}

/// <summary>A rate that is multiplied by a factor every so many updates. PyTorch: <c>StepLR</c>.</summary>
/// <param name="rate">The rate at first.</param>
/// <param name="every">The number of updates between two changes.</param>
/// <param name="factor">What the rate is multiplied by.</param>
public sealed class StepSchedule(float rate, long every, double factor = 0.1) : LearningRateSchedule
{
    private readonly long _every = every > 0 ? every : throw new ArgumentOutOfRangeException(nameof(every));

    /// <inheritdoc/>
    public override float At(long step) => (float)(rate * Math.Pow(factor, step / _every));
}

/// <summary>
/// A rate that falls along half a cosine, and stays where it ends. PyTorch: <c>CosineAnnealingLR</c> up to its
/// <c>T_max</c> (Loshchilov, Hutter 2017).
/// </summary>
/// <param name="rate">The rate at first.</param>
/// <param name="steps">The number of updates until the end.</param>
/// <param name="final">The rate at the end.</param>
public sealed class CosineSchedule(float rate, long steps, float final = 0) : LearningRateSchedule
{
    private readonly long _steps = steps > 0 ? steps : throw new ArgumentOutOfRangeException(nameof(steps));

    /// <inheritdoc/>
    public override float At(long step) => (float)Cosine(rate, final, Math.Min(1, (double)step / _steps));
}

/// <summary>
/// A rate that rises from a fraction of its peak to it, and falls to almost nothing, both along half a cosine. PyTorch:
/// <c>OneCycleLR</c> (Smith, Topin 2018).
/// </summary>
/// <param name="peak">The greatest rate.</param>
/// <param name="steps">The number of updates in all.</param>
/// <param name="rise">The share of them until the peak.</param>
/// <param name="startDivisor">The peak over the first rate.</param>
/// <param name="finalDivisor">The first rate over the last.</param>
public sealed class OneCycleSchedule(
    float peak, long steps, double rise = 0.3, double startDivisor = 25, double finalDivisor = 1e4)
    : LearningRateSchedule
{
    private readonly double _top = (rise * steps) - 1;
    private readonly double _last = steps > 1 ? steps - 1 : throw new ArgumentOutOfRangeException(nameof(steps));

    /// <inheritdoc/>
    public override float At(long step)
    {
        double at = Math.Min(step, _last), first = peak / startDivisor;
        return (float)(at <= _top
            ? Cosine(first, peak, at / _top)
            : Cosine(peak, first / finalDivisor, (at - _top) / (_last - _top)));
    }
}

/// <summary>
/// A rate that rises linearly to where another schedule begins. PyTorch: <c>SequentialLR</c> of <c>LinearLR</c> and the
/// other.
/// </summary>
/// <param name="then">The schedule after the warm-up, which begins at its step 0.</param>
/// <param name="steps">The number of updates of the warm-up.</param>
/// <param name="startFactor">The share of the other's first rate at the first update.</param>
public sealed class WarmUpSchedule(LearningRateSchedule then, long steps, double startFactor = 1.0 / 3)
    : LearningRateSchedule
{
    private readonly LearningRateSchedule _then = then ?? throw new ArgumentNullException(nameof(then));

    /// <inheritdoc/>
    public override float At(long step) => step < steps
        ? (float)(_then.At(0) * (startFactor + ((1 - startFactor) * step / steps)))
        : _then.At(step - steps);
}
