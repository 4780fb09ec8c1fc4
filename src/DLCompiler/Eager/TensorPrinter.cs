using System.Globalization;
using System.Numerics;
using System.Text;

namespace DLCompiler;

/// <summary>
/// Writes tensors for debuggers: the shape, then nested brackets with six digits; long axes show their ends.
/// </summary>
internal static class TensorPrinter
{
    private const int Shown = 8;

    public static string Print<T>(ReadOnlySpan<int> shape, ReadOnlySpan<T> values)
        where T : INumber<T>
    {
        var text = new StringBuilder(ShapeText.Of(shape)).Append(' ');
        Append(text, shape, values);
        return text.ToString();
    }

    private static void Append<T>(StringBuilder text, ReadOnlySpan<int> shape, ReadOnlySpan<T> values)
        where T : INumber<T>
    {
        if (shape.IsEmpty)
        {
            text.Append(values[0].ToString("G6", CultureInfo.InvariantCulture));
            return;
        }

        text.Append('[');
        int length = shape[0] == 0 ? 0 : values.Length / shape[0];
        for (int i = 0; i < shape[0]; i++)
        {
            if (i > 0) text.Append(", ");
            if (i == Shown / 2 && shape[0] > Shown)
            {
                text.Append("…, ");
                i = shape[0] - (Shown / 2);
            }

            Append(text, shape[1..], values.Slice(i * length, length));
        }

        text.Append(']');
    }
}
