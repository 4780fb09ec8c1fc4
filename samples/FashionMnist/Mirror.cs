namespace DLCompiler.Samples;

/// <summary>Draws every other image as in a mirror: a shoe may point either way.</summary>
internal static class Mirror
{
    /// <summary>Draws <paramref name="source"/>, a square of <paramref name="side"/> pixels, into <paramref
    /// name="target"/>.</summary>
    public static void Draw(ReadOnlySpan<float> source, Span<float> target, int side, Random random)
    {
        source.CopyTo(target);
        if (random.Next(2) == 0) return;
        for (int row = 0; row < side; row++) target.Slice(row * side, side).Reverse();
    }
}
