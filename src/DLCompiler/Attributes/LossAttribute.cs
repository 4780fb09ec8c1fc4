namespace DLCompiler;

/// <summary>
/// Marks a method that computes a loss of a model, a tensor of rank 0. Its parameters bind first to the results of the
/// <see cref="ForwardAttribute"/> method, in order, then by name to its inputs; the rest are labels. Of several losses,
/// the sum Σ <see cref="Weight"/> · loss is differentiated; a label of one name is one argument for all of them.
/// </summary>
/// <remarks>
/// <c>Evaluate</c> gives the losses in inference mode. Where there are several, <c>trainer.Losses</c> and an overload of
/// <c>Evaluate</c> give each by its name. A model with <see cref="ModelAttribute.Training"/> off has <c>Evaluate</c> alone.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LossAttribute : Attribute
{
    /// <summary>The loss's name, a C# identifier; the method's unless set.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The loss's factor in the sum. With 0 it is not differentiated: a measure to look at, such as an accuracy.
    /// </summary>
    public float Weight { get; set; } = 1;

    /// <summary>
    /// Whether <c>Step</c>, <c>Gradients</c> and <c>Evaluate</c> return this loss, without its weight, instead of the sum.
    /// </summary>
    public bool Reported { get; set; }
}
