namespace DLCompiler.Data;

/// <summary>A component of a JPEG picture, perhaps stored with fewer samples than the picture has pixels.</summary>
/// <remarks>
/// Between samples it is interpolated with a triangle, 3/4 of the nearer and 1/4 of the further one, as libjpeg-turbo's
/// "fancy upsampling" (jdsample.c) does, with its rounding; only for twice as many pixels, else samples are repeated.
/// </remarks>
internal sealed class JpegPlane
{
    private readonly (int All, int Own) _across, _down;
    private readonly int _width, _columns, _rows;
    private readonly int[] _sums;

    /// <param name="across">The largest number of samples across of all components, and this one's.</param>
    /// <param name="down">The same downwards.</param>
    /// <param name="width">The picture's width in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="rows">The samples: whole blocks, of which the last may go beyond the picture.</param>
    public JpegPlane((int All, int Own) across, (int All, int Own) down, int width, int height, byte[][] rows)
    {
        (_across, _down, _width, Rows) = (across, down, width, rows);
        _columns = ((width * across.Own) + across.All - 1) / across.All;
        _rows = ((height * down.Own) + down.All - 1) / down.All;
        _sums = new int[_columns];
    }

    /// <summary>The samples.</summary>
    public byte[][] Rows { get; }

    private bool DoubleDown => _down.All == 2 * _down.Own;

    /// <summary>A row with a sample for each of the picture's pixels.</summary>
    public void Row(int y, Span<byte> samples)
    {
        int nearest = y * _down.Own / _down.All;
        ReadOnlySpan<byte> row = Rows[nearest].AsSpan(0, _columns);
        bool doubleAcross = _across.All == 2 * _across.Own, narrow = _columns <= 2;
        if (doubleAcross && !narrow && DoubleDown)
        {
            Weigh(y, row);
            Widen(samples, whole: 4, early: 8, late: 7);
        }
        else if (doubleAcross && !narrow && _down.All == _down.Own)
        {
            for (int x = 0; x < _columns; x++) _sums[x] = row[x];
            Widen(samples, whole: 2, early: 1, late: 2);
        }
        else if (_across.All == _across.Own && DoubleDown)
        {
            Weigh(y, row);
            for (int x = 0; x < _width; x++) samples[x] = (byte)((_sums[x] + (y % 2 == 0 ? 1 : 2)) >> 2);
        }
        else
        {
            for (int x = 0; x < _width; x++) samples[x] = row[x * _across.Own / _across.All];
        }
    }

    /// <summary>Three times the nearest row and once the next nearest one, which at the picture's edges is the same.</summary>
    private void Weigh(int y, ReadOnlySpan<byte> row)
    {
        ReadOnlySpan<byte> other = Rows[Math.Clamp((y / 2) + (y % 2 == 0 ? -1 : 1), 0, _rows - 1)];
        for (int x = 0; x < _columns; x++) _sums[x] = (3 * row[x]) + other[x];
    }

    /// <summary>Twice as many columns: three times the nearest sum and once the next nearest one.</summary>
    /// <param name="samples">Receives them.</param>
    /// <param name="whole">The binary places of the result.</param>
    /// <param name="early">What rounds the left one of two pixels.</param>
    /// <param name="late">What rounds the right one.</param>
    private void Widen(Span<byte> samples, int whole, int early, int late)
    {
        for (int x = 0; x < _width; x++)
        {
            int nearest = x / 2, other = Math.Clamp(nearest + (x % 2 == 0 ? -1 : 1), 0, _columns - 1);
            samples[x] = (byte)(((3 * _sums[nearest]) + _sums[other] + (x % 2 == 0 ? early : late)) >> whole);
        }
    }
}
