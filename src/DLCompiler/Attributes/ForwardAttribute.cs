namespace DLCompiler;

/// <summary>
/// Marks the one method of a model or block that computes its results. Every tensor parameter of a model's method
/// states its shape by <see cref="ShapeAttribute"/>; several results are a tuple.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ForwardAttribute : Attribute;
