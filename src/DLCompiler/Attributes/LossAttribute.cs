namespace DLCompiler;

/// <summary>
/// Marks the method that computes a model's loss, a tensor of rank 0. Its parameters bind first to the results of the
/// <see cref="ForwardAttribute"/> method, in order, then by name to its inputs; the rest are labels.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LossAttribute : Attribute;
