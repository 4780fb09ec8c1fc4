using System.Text;

namespace DLCompiler.Samples;

/// <summary>Grey images as text that is about as wide as it is high.</summary>
internal static class Picture
{
    private const string Ramp = " .:-=+*#%@";

    /// <summary>Spectre markup: a half block shows two pixels, one above the other, in their greys.</summary>
    /// <param name="image">A square image, 0 (black) to 1 (white).</param>
    /// <param name="side">Its pixels in a row.</param>
    public static string ToMarkup(ReadOnlySpan<float> image, int side) =>
        Draw(image, side, (text, top, bottom) => text.Append($"[rgb({Rgb(top)}) on rgb({Rgb(bottom)})]▀[/]"));

    /// <summary>Plain ASCII: darker greys are sparser characters.</summary>
    /// <inheritdoc cref="ToMarkup"/>
    public static string ToAscii(ReadOnlySpan<float> image, int side) =>
        Draw(image, side, (text, top, bottom) => text.Append(Letter((top + bottom) / 2)));

    private static string Draw(
        ReadOnlySpan<float> image, int side, Action<StringBuilder, float, float> append)
    {
        var text = new StringBuilder();
        for (int y = 0; y < side; y += 2)
        {
            if (y > 0) text.Append('\n');
            for (int x = 0; x < side; x++) append(text, Pixel(image, side, x, y), Pixel(image, side, x, y + 1));
        }

        return text.ToString();
    }

    // Beyond the last row of an odd height is black.
    private static float Pixel(ReadOnlySpan<float> image, int side, int x, int y) =>
        y < side ? Math.Clamp(image[(y * side) + x], 0, 1) : 0;

    private static char Letter(float grey) => Ramp[(int)((grey * (Ramp.Length - 1)) + 0.5f)];

    private static string Rgb(float grey)
    {
        int level = (int)((grey * 255) + 0.5f);
        return $"{level},{level},{level}";
    }
}
