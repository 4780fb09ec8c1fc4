using System.Buffers.Binary;

namespace DLCompiler.Data;

/// <summary>Writes a WAV file with the plain header.</summary>
internal static class WavWriter
{
    private const int Piece = 1 << 12;

    public static void Write(Stream stream, Waveform sound, WavFormat format)
    {
        int width = WavHeader.BytesOf(format);
        bool floats = format is WavFormat.Float32 or WavFormat.Float64;
        long data = (long)sound.Samples.Length * width;

        // What is not PCM needs the size of an (empty) extension, and a chunk that counts the samples.
        int fmt = floats ? 18 : 16, fact = floats ? 12 : 0;
        long riff = 4 + 8 + fmt + fact + 8 + data + (data & 1);
        if (riff >= uint.MaxValue)
            throw new ArgumentException($"A WAV file has fewer than 4 GiB; this one would have {riff}.", nameof(sound));
        if (sound.Channels * width > ushort.MaxValue)
            throw new ArgumentException($"{sound.Channels} channels are more than a WAV file can have.", nameof(sound));
        foreach (float sample in sound.Samples)
        {
            if (!float.IsFinite(sample)) throw new ArgumentException($"A sample is {sample}, which is no sound.", nameof(sound));
        }

        Span<byte> head = stackalloc byte[12 + 8 + fmt + fact + 8];
        head.Clear();
        "RIFF"u8.CopyTo(head);
        Number(head, 4, riff);
        "WAVEfmt "u8.CopyTo(head[8..]);
        Number(head, 16, fmt);
        Word(head, 20, floats ? WavHeader.Float : WavHeader.Pcm);
        Word(head, 22, sound.Channels);
        Number(head, 24, sound.SampleRate);
        Number(head, 28, Math.Min(uint.MaxValue, (long)sound.SampleRate * sound.Channels * width));
        Word(head, 32, sound.Channels * width);
        Word(head, 34, 8 * width);
        if (floats)
        {
            "fact"u8.CopyTo(head[38..]);
            Number(head, 42, 4);
            Number(head, 46, sound.Length);
        }

        "data"u8.CopyTo(head[^8..]);
        Number(head, head.Length - 4, data);
        stream.Write(head);
        Samples(stream, sound.Samples, format, width);
        if (data % 2 == 1) stream.WriteByte(0);
    }

    private static void Samples(Stream stream, ReadOnlySpan<float> samples, WavFormat format, int width)
    {
        var bytes = new byte[Piece * width];
        for (; !samples.IsEmpty; samples = samples[Math.Min(Piece, samples.Length)..])
        {
            int count = Math.Min(Piece, samples.Length);
            for (int i = 0; i < count; i++) Sample(bytes.AsSpan(i * width, width), samples[i], format);
            stream.Write(bytes, 0, count * width);
        }
    }

    private static void Sample(Span<byte> bytes, float sample, WavFormat format)
    {
        switch (format)
        {
            case WavFormat.Pcm8:
                bytes[0] = (byte)(Whole(sample, 8) + 128);
                break;
            case WavFormat.Pcm16:
                BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)Whole(sample, 16));
                break;
            case WavFormat.Pcm24:
                int whole = Whole(sample, 24);
                bytes[0] = (byte)whole;
                bytes[1] = (byte)(whole >> 8);
                bytes[2] = (byte)(whole >> 16);
                break;
            case WavFormat.Pcm32:
                BinaryPrimitives.WriteInt32LittleEndian(bytes, Whole(sample, 32));
                break;
            case WavFormat.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, sample);
                break;
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, sample);
                break;
        }
    }

    private static int Whole(float sample, int bits)
    {
        double full = Math.ScaleB(1, bits - 1);
        return (int)Math.Clamp(Math.Round(sample * full), -full, full - 1);
    }

    private static void Number(Span<byte> head, int at, long value) => BinaryPrimitives.WriteUInt32LittleEndian(head[at..], (uint)value);

    private static void Word(Span<byte> head, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(head[at..], (ushort)value);
}
