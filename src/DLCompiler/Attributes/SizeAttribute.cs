namespace DLCompiler;

/// <summary>
/// Names a size of a block on a partial property: <c>[Size] private partial int Stride { get; }</c>. Each use binds it,
/// by unifying shapes or by name in <see cref="LayerAttribute{TBlock}"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class SizeAttribute : Attribute;
