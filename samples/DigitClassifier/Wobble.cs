namespace DLCompiler.Samples;

/// <summary>
/// Draws an image a little turned, slanted, scaled and moved, as another hand might have: so a network does not learn
/// by heart where a pixel was.
/// </summary>
internal static class Wobble
{
    private const float Turn = 0.25f; // radians
    private const float Slant = 0.25f; // columns a row
    private const float Scale = 0.15f;
    private const float Shift = 0.8f; // pixels

    /// <summary>Draws <paramref name="source"/>, a square of <paramref name="side"/> pixels, into <paramref
    /// name="target"/>.</summary>
    public static void Draw(ReadOnlySpan<float> source, Span<float> target, int side, Random random)
    {
        float Spread(float limit) => ((2 * random.NextSingle()) - 1) * limit;

        (float sin, float cos) = MathF.SinCos(Spread(Turn));
        float scale = 1 + Spread(Scale), slant = Spread(Slant), centre = (side - 1) / 2f;
        float shiftX = centre + Spread(Shift), shiftY = centre + Spread(Shift);
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                float x = column - centre, y = row - centre;
                float fromX = (scale * cos * x) + ((slant - (scale * sin)) * y) + shiftX;
                float fromY = (scale * sin * x) + (scale * cos * y) + shiftY;
                target[(row * side) + column] = Sample(source, side, fromX, fromY);
            }
        }
    }

    /// <summary>The image between four pixels, mixed by how near each is; blank outside.</summary>
    private static float Sample(ReadOnlySpan<float> image, int side, float x, float y)
    {
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        float right = x - left, low = y - top;
        float above = float.Lerp(Pixel(image, side, left, top), Pixel(image, side, left + 1, top), right);
        float below = float.Lerp(Pixel(image, side, left, top + 1), Pixel(image, side, left + 1, top + 1), right);
        return float.Lerp(above, below, low);
    }

    private static float Pixel(ReadOnlySpan<float> image, int side, int column, int row) =>
        (uint)column < (uint)side && (uint)row < (uint)side ? image[(row * side) + column] : 0;
}
