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
    /// <exception cref="DataException">It is cut off, damaged or of a format that is not read; the message says where.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static Waveform Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a file from a stream, to the stream's end.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="DataException">It is cut off, damaged or of a format that is not read; the message says where.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static Waveform Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new WavParser(name, All(stream, name)).Parse();
    }

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

    private static ReadOnlyMemory<byte> All(Stream stream, string name)
    {
        // What a stream says its length is only spares growing; what it gives is what counts.
        var bytes = new byte[stream.CanSeek ? Math.Clamp(stream.Length - stream.Position + 1, 1, Array.MaxLength) : 1 << 16];
        int count = 0;
        while (true)
        {
            int read = stream.Read(bytes, count, bytes.Length - count);
            if (read == 0) return bytes.AsMemory(0, count);
            count += read;
            if (count < bytes.Length) continue;
            if (count == Array.MaxLength) throw new DataException(new DataPlace(name), $"is larger than {count} bytes; no more are read");
            Array.Resize(ref bytes, (int)Math.Min(2L * count, Array.MaxLength));
        }
    }
}
