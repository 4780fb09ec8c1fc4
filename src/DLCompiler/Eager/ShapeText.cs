using System.Globalization;

namespace DLCompiler;

/// <summary>How shapes are written in messages, and arithmetic on them.</summary>
internal static class ShapeText
{
    /// <summary>As <c>[64, 1, 28, 28]</c>.</summary>
    public static string Of(ReadOnlySpan<int> shape)
    {
        var text = new List<string>(shape.Length);
        foreach (int size in shape) text.Add(size.ToString(CultureInfo.InvariantCulture));
        return $"[{string.Join(", ", text)}]";
    }

    /// <summary>The dimensions of a <c>[Shape]</c> as they were written: <c>[N, 2*T+1]</c>.</summary>
    public static string Of(object[] dimensions) => $"[{string.Join(", ", dimensions)}]";

    /// <summary>The number of elements.</summary>
    public static int Count(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int size in shape) count = checked(count * size);
        return count;
    }
}
