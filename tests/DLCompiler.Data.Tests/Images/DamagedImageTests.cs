using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DLCompiler.Data.Tests.Images;

/// <summary>Files that were changed at random: an error that says so, or a picture; little time, little memory.</summary>
public class DamagedImageTests
{
    private const int Inputs = 10_000;

    [Theory]
    [InlineData(".png")]
    [InlineData(".bmp")]
    [InlineData(".jpg")]
    [InlineData(".ppm", ".pgm", ".pbm")]
    public void Pictures(params string[] endings)
    {
        byte[][] files = [.. ImageFixtures.Files(endings).Select(ImageFixtures.Bytes)];
        Check(files, bytes => ImageFixtures.Read(bytes), fix: endings[0] == ".png" ? Resum : null);
    }

    [Fact]
    public void Idx()
    {
        byte[] plain = ImageFixtures.Idx(IdxType.Int16, [3, 4, 2], new byte[48]);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(plain);
        Check([plain, packed.ToArray()], bytes => IdxFile.Read(new MemoryStream(bytes), "a"), fix: null);
    }

    /// <summary>Sizes that the file cannot hold are refused before memory is taken.</summary>
    [Fact]
    public void Claims_take_no_memory()
    {
        byte[] png = Resum(Sized(ImageFixtures.Bytes("gray-8.png"), 16, 16384, 16384, little: false));
        byte[] bmp = Sized(ImageFixtures.Bytes("24.bmp"), 18, 16384, 16384, little: true);
        byte[] runs = Sized(ImageFixtures.Bytes("rle8.bmp"), 18, 16384, 16384, little: true);
        byte[] jpeg = ImageFixtures.Bytes("420.jpg");
        int frame = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 });
        jpeg.AsSpan(frame + 5, 4).Fill(0x3F);
        byte[] ppm = Encoding.ASCII.GetBytes("P6 16000 16000 255\nabc"), pbm = Encoding.ASCII.GetBytes("P1 16000 16000\n1 0");
        byte[] idx = ImageFixtures.Idx(IdxType.UInt8, [60000, 28, 28], new byte[10]);
        foreach (byte[] file in new[] { png, bmp, runs, jpeg, ppm, pbm })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<DataException>(() => ImageFixtures.Read(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }

        long start = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => IdxFile.Read(new MemoryStream(idx), "a"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - start, 0, 1_000_000);
    }

    /// <summary>A scan of a few bytes goes over the whole picture: there are only as many as a file's size is worth.</summary>
    [Fact]
    public void Scans_without_end_are_refused()
    {
        byte[] file = ImageFixtures.Bytes("gray-progressive.jpg");
        int last = file.AsSpan().LastIndexOf(new byte[] { 0xFF, 0xDA });
        byte[] scan = file[last..^2];
        byte[] many = [.. file[..^2], .. Enumerable.Repeat(scan[..12], 200_000).SelectMany(s => s), 0xFF, 0xD9];
        int frame = many.AsSpan().IndexOf(new byte[] { 0xFF, 0xC2 });
        (many[frame + 5], many[frame + 7]) = (8, 8);
        Assert.Contains("scans of", Assert.Throws<DataException>(() => ImageFixtures.Read(many)).Message, StringComparison.Ordinal);
    }

    private static void Check(byte[][] files, Action<byte[]> read, Func<byte[], byte[]>? fix)
    {
        var random = new Random(20);
        int refused = 0, most = files.Max(f => f.Length);
        long before = GC.GetAllocatedBytesForCurrentThread(), bytes = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] changed = Changed(files[random.Next(files.Length)], random);
            if (fix is not null && i % 4 != 0) changed = fix(changed);
            bytes += changed.Length;
            try
            {
                read(changed);
            }
            catch (DataException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, Inputs / 10, Inputs);

        // Some 100 kB are a decoder's own, whatever the file.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (400_000L * Inputs) + (100 * bytes));
    }

    private static byte[] Changed(byte[] file, Random random)
    {
        var bytes = new List<byte>(file);
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 4; changes--)
        {
            // Headers are where most can go wrong.
            int at = random.Next(2, random.Next(3) == 0 ? bytes.Count : Math.Min(bytes.Count, 80));
            int length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = random.Next(2) == 0 ? byte.MaxValue : (byte)0; break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Sized(byte[] file, int at, int width, int height, bool little)
    {
        foreach (int side in new[] { width, height })
        {
            if (little) BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), side);
            else BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at), side);
            at += 4;
        }

        return file;
    }

    /// <summary>Gives a PNG file's chunks the check sums that they should have, so that what is behind them is reached.</summary>
    private static byte[] Resum(byte[] file)
    {
        int at = 8;
        while (at + 12 <= file.Length)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12) break;
            var summed = file.AsSpan(at + 4, 4 + (int)length);
            uint sum = uint.MaxValue;
            foreach (byte b in summed)
            {
                sum ^= b;
                for (int bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
            }

            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), ~sum);
            at += 12 + (int)length;
        }

        return file;
    }
}
