namespace DLCompiler;

/// <summary>
/// States the shape of a tensor parameter, outermost dimension first: <c>[Shape("N", 1, 28, 28)]</c>. A dimension is a
/// positive integer, a symbol, or arithmetic on symbols such as <c>"2*T+1"</c>. One symbol is one number for a whole
/// call.
/// </summary>
/// <param name="dimensions">Integers and symbol expressions.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class ShapeAttribute(params object[] dimensions) : Attribute
{
    /// <summary>The dimensions, outermost first.</summary>
    public object[] Dimensions { get; } = dimensions;
}
