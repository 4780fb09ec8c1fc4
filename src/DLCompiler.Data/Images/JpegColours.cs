using BitMiracle.LibJpeg.Classic;

namespace DLCompiler.Data;

/// <summary>Puts the components of a JPEG picture together, to gray or RGB.</summary>
internal static class JpegColours
{
    private const int Places = 16;

    public static Image Image(J_COLOR_SPACE space, JpegPlane[] planes, int width, int height)
    {
        bool luma = space is J_COLOR_SPACE.JCS_YCbCr or J_COLOR_SPACE.JCS_YCCK;
        int channels = planes.Length == 1 ? 1 : 3;
        var samples = new byte[width * height * channels];
        byte[][] rows = [.. planes.Select(_ => new byte[width])];
        for (int y = 0; y < height; y++)
        {
            for (int c = 0; c < planes.Length; c++) planes[c].Row(y, rows[c]);
            var made = samples.AsSpan(y * width * channels, width * channels);
            if (luma) FromLuma(rows);
            if (planes.Length == 4) Print(rows, inverted: luma);
            for (int c = 0; c < channels; c++)
            {
                byte[] row = rows[c];
                for (int x = 0, at = c; x < width; x++, at += channels) made[at] = row[x];
            }
        }

        return new Image(width, height, channels, samples);
    }

    /// <summary>Luma and two differences (JFIF 1.02) to red, green and blue, with libjpeg's rounding.</summary>
    private static void FromLuma(byte[][] rows)
    {
        const int Half = 1 << (Places - 1), CrToRed = 91881, CbToBlue = 116130, CbToGreen = 22554, CrToGreen = 46802;
        for (int x = 0; x < rows[0].Length; x++)
        {
            int luma = rows[0][x], cb = rows[1][x] - 128, cr = rows[2][x] - 128;
            rows[0][x] = Byte(luma + (((CrToRed * cr) + Half) >> Places));
            rows[1][x] = Byte(luma + ((Half - (CbToGreen * cb) - (CrToGreen * cr)) >> Places));
            rows[2][x] = Byte(luma + (((CbToBlue * cb) + Half) >> Places));
        }
    }

    /// <summary>
    /// What four inks look like. They are stored as the light that they let through, as Adobe's programs do; as luma, the first
    /// three the other way round.
    /// </summary>
    private static void Print(byte[][] rows, bool inverted)
    {
        for (int c = 0; c < 3; c++)
        {
            for (int x = 0; x < rows[c].Length; x++)
            {
                int light = inverted ? byte.MaxValue - rows[c][x] : rows[c][x];
                rows[c][x] = (byte)(((light * rows[3][x]) + 127) / byte.MaxValue);
            }
        }
    }

    private static byte Byte(int value) => (byte)Math.Clamp(value, 0, byte.MaxValue);
}
