using System.Buffers.Binary;

namespace DLCompiler.Data;

/// <summary>What the chunk <c>fmt</c> of a WAV file says.</summary>
internal readonly record struct WavHeader(WavFormat Format, int Channels, int SampleRate)
{
    public const int Pcm = 1, Float = 3, Extensible = 0xFFFE;

    private const int PlainSize = 16, ExtensibleSize = 40;

    public int SampleBytes => BytesOf(Format);

    // What follows the tag in the GUIDs of KSDATAFORMAT_SUBTYPE_PCM and KSDATAFORMAT_SUBTYPE_IEEE_FLOAT.
    private static ReadOnlySpan<byte> GuidTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    public static int BytesOf(WavFormat format) => format switch
    {
        WavFormat.Pcm8 => 1,
        WavFormat.Pcm16 => 2,
        WavFormat.Pcm24 => 3,
        WavFormat.Pcm32 or WavFormat.Float32 => 4,
        WavFormat.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    /// <remarks>The bytes per second are not looked at: they follow from the rest, and programs that write them wrong are many.</remarks>
    public static WavHeader Parse(ReadOnlySpan<byte> chunk, Func<string, DataException> wrong)
    {
        if (chunk.Length < PlainSize) throw wrong($"there are {chunk.Length} bytes where at least {PlainSize} are due");
        int tag = Word(chunk, 0), channels = Word(chunk, 2), frame = Word(chunk, 12), bits = Word(chunk, 14);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        if (tag == Extensible)
        {
            if (chunk.Length < ExtensibleSize || Word(chunk, 16) < ExtensibleSize - PlainSize - 2)
                throw wrong($"the extension has fewer than {ExtensibleSize - PlainSize - 2} bytes");
            if (!chunk.Slice(26, GuidTail.Length).SequenceEqual(GuidTail))
                throw wrong("the GUID of the format is neither PCM's nor floats'");
            if (Word(chunk, 18) > bits) throw wrong($"{Word(chunk, 18)} bits are said to be valid of {bits}");
            tag = Word(chunk, 24);
        }

        if (channels == 0) throw wrong("there are 0 channels");
        if (rate is 0 or > int.MaxValue) throw wrong($"the sample rate is {rate} Hz");
        var format = (tag, bits) switch
        {
            (Pcm, 8) => WavFormat.Pcm8,
            (Pcm, 16) => WavFormat.Pcm16,
            (Pcm, 24) => WavFormat.Pcm24,
            (Pcm, 32) => WavFormat.Pcm32,
            (Float, 32) => WavFormat.Float32,
            (Float, 64) => WavFormat.Float64,
            _ => throw wrong($"{TagName(tag)} of {bits} bits is not read; PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 bits are"),
        };
        int expected = channels * BytesOf(format);
        if (frame != expected)
            throw wrong($"a moment is said to take {frame} bytes, but {channels} channels of {bits} bits take {expected}");
        return new WavHeader(format, channels, (int)rate);
    }

    private static string TagName(int tag) => tag switch
    {
        Pcm => "PCM",
        Float => "floats",
        2 => "ADPCM (format 2)",
        6 => "A-law (format 6)",
        7 => "µ-law (format 7)",
        0x55 => "MP3 (format 85)",
        _ => $"format {tag}",
    };

    private static int Word(ReadOnlySpan<byte> chunk, int at) => BinaryPrimitives.ReadUInt16LittleEndian(chunk[at..]);
}
