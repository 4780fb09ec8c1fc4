using System.Buffers.Binary;
using System.Text;

namespace DLCompiler.Data;

/// <summary>Goes through the chunks of a WAV file; trusts no number that the file gives before it is checked.</summary>
internal sealed class WavParser(string name, ReadOnlyMemory<byte> file)
{
    private const int ChunkHeader = 8;
    private const int RiffHeader = 12;
    private const uint UnknownLength = uint.MaxValue;

    public Waveform Parse()
    {
        long end = RiffEnd();
        WavHeader? header = null;
        long at = RiffHeader;
        while (at + ChunkHeader <= end)
        {
            var chunk = file.Span[(int)at..];
            string id = Id(chunk);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            long start = at + ChunkHeader;

            // A program that writes to a pipe cannot come back to fill in the length, and puts the largest number there.
            if (id == "data" && size == UnknownLength) size = end - start;
            if (size > end - start)
                throw Wrong(at, $"the chunk '{id}' says it has {size} bytes, but {end - start} follow; the file is cut off or damaged");
            var content = file.Slice((int)start, (int)size);
            if (id == "fmt ")
            {
                if (header is not null) throw Wrong(at, "there is a second chunk 'fmt '");
                header = WavHeader.Parse(content.Span, problem => Wrong(start, $"in the chunk 'fmt ', {problem}"));
            }
            else if (id == "data")
            {
                if (header is null) throw Wrong(at, "the chunk 'data' comes before the chunk 'fmt ', so what its bytes mean is unknown");
                return Sound(header.Value, content.Span, start);
            }

            // Chunks start at even places.
            at = start + size + (size & 1);
        }

        throw Wrong(Math.Min(at, file.Length), $"the file ends without a chunk '{(header is null ? "fmt " : "data")}'");
    }

    private long RiffEnd()
    {
        var bytes = file.Span;
        if (bytes.Length < RiffHeader) throw Wrong(bytes.Length, $"the file ends within the first {RiffHeader} bytes, the header 'RIFF'");
        string id = Id(bytes), kind = Id(bytes[8..]);
        if (id is "RF64" or "RIFX") throw Wrong(0, $"files of the kind '{id}' are not read, only 'RIFF'");
        if (id != "RIFF") throw Wrong(0, $"this is no WAV file: it starts with '{id}', not 'RIFF'");
        if (kind != "WAVE") throw Wrong(8, $"this is no WAV file but a RIFF file of the kind '{kind}'");
        long size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        long end = size + ChunkHeader;

        // Some programs count the byte that fills up the last chunk and do not write it.
        if (size != UnknownLength && end > bytes.Length + 1L)
            throw Wrong(4, $"the header 'RIFF' says that the file has {end} bytes, but it has {bytes.Length}: it is cut off or damaged");
        return Math.Min(end, bytes.Length);
    }

    private Waveform Sound(in WavHeader header, ReadOnlySpan<byte> bytes, long start)
    {
        int frame = header.Channels * header.SampleBytes;
        if (bytes.Length % frame != 0)
            throw Wrong(start, $"the {bytes.Length} bytes of the chunk 'data' are no whole number of {frame}, the samples of a moment");
        var samples = new float[bytes.Length / header.SampleBytes];
        switch (header.Format)
        {
            case WavFormat.Pcm8:
                for (int i = 0; i < samples.Length; i++) samples[i] = (bytes[i] - 128) / 128f;
                break;
            case WavFormat.Pcm16:
                for (int i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768f;
                break;
            case WavFormat.Pcm24:
                for (int i = 0; i < samples.Length; i++)
                {
                    var three = bytes.Slice(3 * i, 3);
                    samples[i] = (three[0] | (three[1] << 8) | ((sbyte)three[2] << 16)) / 8388608f;
                }

                break;
            case WavFormat.Pcm32:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) / 2147483648f;
                break;
            case WavFormat.Float32:
                for (int i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                break;
            default:
                for (int i = 0; i < samples.Length; i++) samples[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                break;
        }

        // One NaN would make all weights that it trains NaN.
        for (int i = 0; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
            {
                long at = start + ((long)i * header.SampleBytes);
                throw Wrong(at, $"in the chunk 'data', sample {i} is {samples[i]}, which is no sound");
            }
        }

        return new Waveform(samples, header.SampleRate, header.Channels);
    }

    private static string Id(ReadOnlySpan<byte> bytes)
    {
        var id = new StringBuilder(4);
        foreach (byte b in bytes[..4]) _ = b is >= 0x20 and < 0x7F ? id.Append((char)b) : id.Append($"\\x{b:X2}");
        return id.ToString();
    }

    private DataException Wrong(long at, string problem) => new(new DataPlace(name), $"at byte {at}: {problem}");
}
