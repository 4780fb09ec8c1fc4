namespace DLCompiler;

/// <summary>A tensor in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Its element type as the file spells it: <c>F32</c>, <c>BF16</c>, <c>I64</c> ….</param>
/// <param name="Shape">Its shape, outermost dimension first.</param>
/// <param name="Begin">Where its bytes begin, from the end of the header.</param>
/// <param name="End">Where they end.</param>
public sealed record SafetensorsEntry(string Name, string DType, int[] Shape, long Begin, long End)
{
    /// <summary>The number of elements.</summary>
    public int Count { get; } = ShapeText.Count(Shape);

    /// <summary>The bytes of an element; 0 for a type that is not known here.</summary>
    internal int ElementSize => DType switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => 0,
    };

    /// <summary>As <c>F32 [10, 64]</c>.</summary>
    public override string ToString() => $"{DType} {ShapeText.Of(Shape)}";
}
