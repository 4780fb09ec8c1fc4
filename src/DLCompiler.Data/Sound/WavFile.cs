namespace DLCompiler.Data;

/// <summary>
/// Reads and writes WAV files: PCM of 8, 16, 24 and 32 bits and floats of 32 and 64 bits, with the plain header or
/// <c>WAVE_FORMAT_EXTENSIBLE</c>.
/// </summary>
/// <remarks>
/// "Multimedia Programming Interface and Data Specifications 1.0" (IBM and Microsoft, 1991) and "Multiple Channel Audio Data and
/// WAVE Files" (Microsoft, 2007). PCM is divided by 2^(bits − 1), so a full-scale sound is from −1 to below 1. Of a file no larger
/// than <see cref="Array.MaxLength"/> bytes memory is taken in proportion to its size, whatever its header claims.
/// </remarks>
public static class WavFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="DataException">
    /// It cannot be read, is cut off, damaged or of a format that is not read; the message says where.
    /// </exception>
    public static Waveform Read(string path) => new WavParser(path, DataFile.ReadAll(path)).Parse();

    /// <summary>Reads a file from a stream, to the stream's end.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="DataException">
    /// It cannot be read, is cut off, damaged or of a format that is not read; the message says where.
    /// </exception>
    public static Waveform Read(Stream stream, string name) => new WavParser(name, DataFile.ReadAll(stream, name)).Parse();

    /// <summary>Writes a file, over one that is there.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="sound">The sound.</param>
    /// <param name="format">How samples are stored; PCM cuts off what is beyond full scale.</param>
    /// <exception cref="ArgumentException">The sound is too long for a WAV file, or has a sample that is no number.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, Waveform sound, WavFormat format = WavFormat.Pcm16)
    {
        using var stream = File.Create(path);
        Write(stream, sound, format);
    }

    /// <summary>Writes a file to a stream.</summary>
    /// <param name="stream">Takes the file's bytes.</param>
    /// <param name="sound">The sound.</param>
    /// <param name="format">How samples are stored; PCM cuts off what is beyond full scale.</param>
    /// <exception cref="ArgumentException">The sound is too long for a WAV file, or has a sample that is no number.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Stream stream, Waveform sound, WavFormat format = WavFormat.Pcm16)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sound);
        WavWriter.Write(stream, sound, format);
    }
}
