using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace DLCompiler.Data.Tests.Sound;

/// <summary>WAV files: all formats there and back, headers of other programs, and files that are cut off or damaged.</summary>
public class WavFileTests
{
    [Theory]
    [InlineData(WavFormat.Pcm8, 1.0 / 256)]
    [InlineData(WavFormat.Pcm16, 1.0 / 65536)]
    [InlineData(WavFormat.Pcm24, 1.0 / (1 << 24))]
    [InlineData(WavFormat.Pcm32, 1e-9)]
    [InlineData(WavFormat.Float32, 0)]
    [InlineData(WavFormat.Float64, 0)]
    public void Reading_gives_what_was_written(WavFormat format, double error)
    {
        foreach (int channels in new[] { 1, 2, 3 })
        {
            var sound = new Waveform(SoundFixtures.Signal[..(channels * 101)], 22050, channels);
            var read = Read(Bytes(sound, format));
            Assert.Equal((22050, channels, 101), (read.SampleRate, read.Channels, read.Length));
            for (int i = 0; i < sound.Samples.Length; i++) Assert.Equal(sound.Samples[i], read.Samples[i], error + 1e-12);
            Assert.Equal(read.Samples, Read(Bytes(read, format)).Samples);
        }

        Assert.Equal(0, Read(Bytes(new Waveform([], 8000), format)).Length);
    }

    [Fact]
    public void Full_scale_is_one()
    {
        Assert.Equal([-1, -1, 127f / 128, 0], Read(Bytes(new Waveform([-1, -2, 3, 0], 8000), WavFormat.Pcm8)).Samples);
        Assert.Equal([-1, -1, 32767f / 32768, 0], Read(Bytes(new Waveform([-1, -2, 3, 0], 8000), WavFormat.Pcm16)).Samples);
        Assert.Equal([-1, -1, 8388607f / 8388608, 0], Read(Bytes(new Waveform([-1, -2, 3, 0], 8000), WavFormat.Pcm24)).Samples);
        Assert.Equal([-1, -1, 1, 0], Read(Bytes(new Waveform([-1, -2, 3, 0], 8000), WavFormat.Pcm32)).Samples);
        Assert.Equal([-1, -2, 3, 0], Read(Bytes(new Waveform([-1, -2, 3, 0], 8000), WavFormat.Float32)).Samples);
        Assert.Throws<ArgumentException>(() => Bytes(new Waveform([float.NaN], 8000), WavFormat.Pcm16));
    }

    [Fact]
    public void A_file_on_disk_is_read_and_named()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.wav");
        try
        {
            WavFile.Write(path, new Waveform([0.5f, -0.5f], 16000));
            Assert.Equal([0.5f, -0.5f], WavFile.Read(path).Samples);
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
            string message = Assert.Throws<DataException>(() => WavFile.Read(path)).Message;
            Assert.StartsWith($"{path}: at byte ", message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Channels_mix_to_their_mean()
    {
        var sound = new Waveform([1, 0, 0.5f, -0.5f], 8000, 2);
        Assert.Equal([0.5f, 0], sound.Mono().Samples);
        Assert.Equal([0, -0.5f], sound.Channel(1));
        Assert.Equal(TimeSpan.FromSeconds(2.0 / 8000), sound.Duration);
        Assert.Same(sound.Mono().Mono().GetType(), typeof(Waveform));
        Assert.Throws<ArgumentException>(() => new Waveform(new float[3], 8000, 2));
    }

    [Fact]
    public void Unknown_chunks_are_skipped_and_extensible_headers_read()
    {
        byte[] plain = Fmt(1, 2, 16), data = Chunk("data", [0, 64, 0, 192]);
        byte[] list = Chunk("LIST", [1, 2, 3]), empty = Chunk("odd ", []);
        Assert.Equal([0.5f, -0.5f], Read(Riff(list, plain, Chunk("fact", [2, 0, 0, 0]), empty, data)).Samples);
        Assert.Equal([0.5f, -0.5f], Read(Riff(Extensible(1, 2, 16), data, Chunk("id3 ", [9]))).Samples);
        Assert.Equal([0.5f], Read(Riff(Extensible(3, 1, 32), Chunk("data", [0, 0, 0, 63]))).Samples);
    }

    [Fact]
    public void A_pipes_unknown_length_is_the_rest_and_a_missing_last_byte_is_forgiven()
    {
        byte[] file = Riff(Fmt(1, 1, 16), Chunk("data", [0, 64, 0, 192]));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), uint.MaxValue);
        Assert.Equal([0.5f, -0.5f], Read(file).Samples);
        byte[] odd = Riff(Fmt(1, 1, 8), Chunk("data", [192, 128, 64]));
        Assert.Equal([0.5f, 0, -0.5f], Read(odd[..^1]).Samples);
    }

    [Fact]
    public void What_is_wrong_is_said_with_its_place()
    {
        byte[] fmt = Fmt(1, 1, 16), data = Chunk("data", [0, 64, 0, 192]);
        Says([], "at byte 0: the file ends within the first 12 bytes");
        Says("OggS, of another kind"u8.ToArray(), "at byte 0: this is no WAV file: it starts with 'OggS'");
        Says("RF64\0\0\0\0WAVE"u8.ToArray(), "at byte 0: files of the kind 'RF64' are not read");
        Says("RIFF\u0004\0\0\0AVI "u8.ToArray(), "at byte 8: this is no WAV file but a RIFF file of the kind 'AVI '");
        Says("\0IFF\u0004\0\0\0WAVE"u8.ToArray(), @"'\x00IFF'");
        Says(Riff(fmt, data)[..^2], "at byte 4: the header 'RIFF' says that the file has 48 bytes, but it has 46");
        Says(Riff(fmt), "at byte 36: the file ends without a chunk 'data'");
        Says(Riff(data, fmt), "at byte 12: the chunk 'data' comes before the chunk 'fmt '");
        Says(Riff(fmt, fmt, data), "at byte 36: there is a second chunk 'fmt '");
        Says(Riff(Chunk("fmt ", [1, 0]), data), "at byte 20: in the chunk 'fmt ', there are 2 bytes where at least 16 are due");
        Says(Riff(Fmt(1, 0, 16), data), "there are 0 channels");
        Says(Riff(Fmt(7, 1, 8), data), "µ-law (format 7) of 8 bits is not read");
        Says(Riff(Fmt(1, 1, 12), data), "PCM of 12 bits is not read");
        Says(Riff(Fmt(1, 1, 16, rate: 0), data), "the sample rate is 0 Hz");
        Says(Riff(Fmt(1, 3, 16), data), "at byte 44: the 4 bytes of the chunk 'data' are no whole number of 6");
        Says(Riff(Fmt(3, 1, 32), Chunk("data", [0, 0, 0, 0, 0, 0, 192, 127])), "at byte 48: in the chunk 'data', sample 1 is NaN");
        byte[] longer = Riff(fmt, data);
        longer[40] = 9;
        Says(longer, "at byte 36: the chunk 'data' says it has 9 bytes, but 4 follow");
        byte[] frame = Riff(fmt, data);
        frame[32] = 4;
        Says(frame, "a moment is said to take 4 bytes, but 1 channels of 16 bits take 2");
        byte[] guid = Riff(Extensible(1, 1, 16), data);
        guid[46] = 1;
        Says(guid, "the GUID of the format is neither PCM's nor floats'");

        static void Says(byte[] file, string problem)
        {
            string message = Assert.Throws<DataException>(() => Read(file)).Message;
            Assert.StartsWith("a.wav: at byte ", message, StringComparison.Ordinal);
            Assert.Contains(problem, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Ten_thousand_damaged_files_are_read_or_refused_in_memory_of_their_size()
    {
        byte[][] files =
        [
            .. Enum.GetValues<WavFormat>().Select(f => Bytes(new Waveform(SoundFixtures.Signal[..60], 16000, 2), f)),
            Riff(Extensible(1, 2, 24), Chunk("LIST", new byte[31]), Chunk("data", new byte[120])),
            Riff(Chunk("junk", new byte[9]), Extensible(3, 1, 64), Chunk("data", new byte[160])),
        ];
        var random = new Random(5);
        int read = 0, refused = 0;
        long most = 0;
        var time = Stopwatch.StartNew();
        for (int i = 0; i < 10_000; i++)
        {
            byte[] file = Damaged(files[i % files.Length], random);
            using var stream = new MemoryStream(file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var sound = WavFile.Read(stream, "a.wav");
                Assert.True(sound.SampleRate > 0 && sound.Channels > 0 && sound.Samples.Length <= file.Length);
                read++;
            }
            catch (DataException e)
            {
                Assert.StartsWith("a.wav: at byte ", e.Message, StringComparison.Ordinal);
                refused++;
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(read > 500 && refused > 500, $"{read} were read, {refused} refused");
        Assert.True(most < 1 << 17, $"{most} bytes for a file below 2 KiB");
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(20), $"took {time.Elapsed}");
    }

    [Fact]
    public void A_stream_that_cannot_seek_and_gives_few_bytes_at_a_time_is_read()
    {
        byte[] file = Bytes(new Waveform(SoundFixtures.Signal, 16000), WavFormat.Float64);
        using var slow = new Slow(file);
        Assert.Equal(SoundFixtures.Signal, WavFile.Read(slow, "slow").Samples);
    }

    private static byte[] Damaged(byte[] file, Random random)
    {
        byte[] damaged = [.. file];
        int kind = random.Next(5);
        if (kind is 0 or 4) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        if (kind is 1)
            BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(random.Next(60)), (uint)random.NextInt64(1L << random.Next(1, 33)));
        if (kind is 2)
            BinaryPrimitives.WriteUInt16LittleEndian(damaged.AsSpan(random.Next(60)), (ushort)random.Next(1 << random.Next(1, 17)));
        if (kind is 3 or 4) return damaged[..random.Next(damaged.Length)];
        for (int i = random.Next(4); i > 0; i--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return damaged;
    }

    private static Waveform Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return WavFile.Read(stream, "a.wav");
    }

    private static byte[] Bytes(Waveform sound, WavFormat format)
    {
        using var stream = new MemoryStream();
        WavFile.Write(stream, sound, format);
        return stream.ToArray();
    }

    private static byte[] Riff(params byte[][] chunks)
    {
        byte[] content = [.. "WAVE"u8, .. chunks.SelectMany(c => c)];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(content.Length), .. content];
    }

    private static byte[] Chunk(string id, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(id), .. BitConverter.GetBytes(content.Length), .. content, .. new byte[content.Length % 2]];

    private static byte[] Fmt(int tag, int channels, int bits, int rate = 16000) => Chunk("fmt ", Format(tag, channels, bits, rate));

    private static byte[] Extensible(int tag, int channels, int bits) => Chunk(
        "fmt ",
        [
            .. Format(0xFFFE, channels, bits, 16000), 22, 0, (byte)bits, 0, 0, 0, 0, 0,
            .. Word(tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
        ]);

    private static byte[] Format(int tag, int channels, int bits, int rate)
    {
        int frame = channels * ((bits + 7) / 8);
        return
        [
            .. Word(tag), .. Word(channels), .. BitConverter.GetBytes(rate), .. BitConverter.GetBytes(rate * frame), .. Word(frame), .. Word(bits),
        ];
    }

    private static byte[] Word(int value) => BitConverter.GetBytes((ushort)value);

    private sealed class Slow(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));
    }
}
