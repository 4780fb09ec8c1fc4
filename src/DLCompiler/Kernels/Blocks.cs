namespace DLCompiler.Runtime;

/// <summary>Arithmetic of cutting into blocks.</summary>
internal static class Blocks
{
    /// <summary>How many blocks of <paramref name="size"/> cover <paramref name="count"/>.</summary>
    public static nint Ceiling(nint count, nint size) => (count + size - 1) / size;

    /// <summary>The multiple of <paramref name="size"/> at or above <paramref name="count"/>.</summary>
    public static nint RoundUp(nint count, nint size) => Ceiling(count, size) * size;
}
