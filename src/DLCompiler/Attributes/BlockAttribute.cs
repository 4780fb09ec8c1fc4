namespace DLCompiler;

/// <summary>
/// Declares a part of a network that models and other blocks use by <see cref="LayerAttribute{TBlock}"/>: a partial
/// class with layers and a <see cref="ForwardAttribute"/> method of its own, and shapes in symbols that each use
/// binds.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BlockAttribute : Attribute;
