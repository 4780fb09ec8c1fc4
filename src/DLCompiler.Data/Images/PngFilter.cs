namespace DLCompiler.Data;

/// <summary>The filters of a PNG row (PNG specification, 9): a byte less one that is foretold from its neighbours.</summary>
internal static class PngFilter
{
    public const byte None = 0, Left = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Turns a filtered row back into what it was.</summary>
    /// <param name="filter">The filter's number.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it, not filtered; zeros above the first.</param>
    /// <param name="step">The bytes from a sample to the same one of the next pixel.</param>
    /// <returns>Whether there is such a filter.</returns>
    public static bool Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case None:
                return true;
            case Left:
                for (int i = step; i < row.Length; i++) row[i] += row[i - step];
                return true;
            case Up:
                for (int i = 0; i < row.Length; i++) row[i] += above[i];
                return true;
            case Average:
                for (int i = 0; i < row.Length; i++) row[i] += (byte)(((i < step ? 0 : row[i - step]) + above[i]) / 2);
                return true;
            case Paeth:
                for (int i = 0; i < row.Length; i++)
                    row[i] += i < step ? above[i] : Nearest(row[i - step], above[i], above[i - step]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Filters a row.</summary>
    /// <param name="filter">The filter's number.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it; zeros above the first.</param>
    /// <param name="step">The bytes from a sample to the same one of the next pixel.</param>
    /// <param name="filtered">Receives as many bytes.</param>
    public static void Apply(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> filtered)
    {
        for (int i = 0; i < row.Length; i++)
        {
            byte left = i < step ? (byte)0 : row[i - step], corner = i < step ? (byte)0 : above[i - step];
            filtered[i] = (byte)(row[i] - filter switch
            {
                Left => left,
                Up => above[i],
                Average => (left + above[i]) / 2,
                Paeth => Nearest(left, above[i], corner),
                _ => 0,
            });
        }
    }

    /// <summary>Of the three neighbours the one that is nearest to left + above − corner (9.4).</summary>
    private static byte Nearest(byte left, byte above, byte corner)
    {
        int byLeft = Math.Abs(above - corner), byAbove = Math.Abs(left - corner), byCorner = Math.Abs(left + above - (2 * corner));
        if (byLeft <= byAbove && byLeft <= byCorner) return left;
        return byAbove <= byCorner ? above : corner;
    }
}
