using DLCompiler.Data.Tests.Images;

namespace DLCompiler.Data.Tests.Sets;

/// <summary>Files that were changed at random: an error that says so, or examples; little memory.</summary>
public class DamagedSetTests
{
    private const int Inputs = 10_000;

    [Fact]
    public void Cifar()
    {
        byte[] plain = SetFiles.Cifar(3);
        Check([plain, SetFiles.Gzip(plain)], (file, _) =>
        {
            var pictures = CifarFile.Read(new MemoryStream(file), "a");
            Assert.Equal(pictures.Count * CifarFile.PictureLength, pictures.Pixels.Length);
            Assert.All(pictures.Labels.ToArray(), label => Assert.InRange(label, 0, 9));
            return pictures.Count;
        });
    }

    [Fact]
    public void Idx_pairs()
    {
        byte[] images = ImageFixtures.Idx(IdxType.UInt8, [4, 5, 3], [.. Enumerable.Range(0, 60).Select(i => (byte)i)]);
        byte[] labels = SetFiles.Labels(4);
        byte[][] whole = [labels, SetFiles.Gzip(labels)];
        Check([images, SetFiles.Gzip(images), labels, whole[1]], (file, number) =>
        {
            bool isImages = number < 2;
            var first = IdxFile.Read(new MemoryStream(isImages ? file : images), "images");
            var second = IdxFile.Read(new MemoryStream(isImages ? whole[number] : file), "labels");
            var data = DataSets.FromIdx(first, second, 10);
            Assert.All(data.Ints("label"), label => Assert.InRange(label, 0, 9));
            Assert.Equal(data.Count * data.Columns[0].Width, data.Floats("image").Length);
            return data.Count;
        });
    }

    private static void Check(byte[][] files, Func<byte[], int, int> read)
    {
        var random = new Random(20);
        int refused = 0;
        long before = GC.GetAllocatedBytesForCurrentThread(), bytes = 0;
        for (int i = 0; i < Inputs; i++)
        {
            int number = random.Next(files.Length);
            byte[] changed = Changed(files[number], random);
            bytes += changed.Length;
            try
            {
                Assert.InRange(read(changed, number), 0, changed.Length * 1032);
            }
            catch (DataException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, Inputs / 10, Inputs);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (200_000L * Inputs) + (100 * bytes));
    }

    private static byte[] Changed(byte[] file, Random random)
    {
        var bytes = new List<byte>(file);
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 4; changes--)
        {
            int at = random.Next(0, random.Next(2) == 0 ? bytes.Count : Math.Min(bytes.Count, 40));
            int length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = random.Next(2) == 0 ? byte.MaxValue : (byte)0; break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 5: bytes.RemoveRange(0, Math.Min(bytes.Count, 3073)); break;
                default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
