using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DLCompiler.Data.Tests.Loading;

public sealed class MappedFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Its_columns_are_what_the_file_has()
    {
        float[] floats = [.. Enumerable.Range(0, 60).Select(i => i / 4f)];
        int[] labels = [.. Enumerable.Range(0, 10).Select(i => i * 1000)];
        byte[] pixels = [.. Enumerable.Range(0, 400).Select(i => (byte)(i * 7))];
        File.WriteAllBytes(_path, [1, 2, 3, .. MemoryMarshal.AsBytes<float>(floats), .. MemoryMarshal.AsBytes<int>(labels), .. pixels]);
        var file = new MappedFile(_path);
        Assert.Equal(3 + 240 + 40 + 400, file.Length);
        var data = new Dataset
        {
            { "x", file.Floats(3, 60), 2, 3 },
            { "label", file.Ints(243, 10) },
            { "image", file.Bytes(283, scale: 1 / 255f), 1, 5, 8 },
        };
        Assert.Equal(10, data.Count);
        Assert.Equal([2, 3], data.Columns[0].Shape);
        Assert.Equal(floats, data.Floats("x"));
        Assert.Equal(labels, data.Ints("label"));
        Assert.Equal(pixels.Select(p => p * (1 / 255f)), data.Floats("image"));

        foreach (var batch in new DataLoader(data.Take([7, 2, 2]), new LoaderOptions { BatchSize = 2, Prefetch = 1 }).Epoch(0))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int row = batch.Examples[i] == 0 ? 7 : 2;
                Assert.Equal(labels[row], batch.Ints("label")[i]);
                Assert.Equal(pixels[(row * 40) + 39] * (1 / 255f), batch.Floats("image")[(i * 40) + 39]);
            }
        }
    }

    [Fact]
    public void A_file_of_several_gigabytes_is_read_at_any_place()
    {
        const long Count = 9L << 28; // 9 GB of floats: more than an array holds
        using (var stream = new FileStream(_path, FileMode.Create))
        {
            // Where the disk keeps no holes, so large a file is not worth its time.
            if (!OperatingSystem.IsLinux() || new DriveInfo(_path).AvailableFreeSpace < Count * sizeof(float)) return;
            stream.SetLength(Count * sizeof(float));
            foreach (long at in new[] { 0, 768, Count / 2, Count - 768 })
            {
                stream.Position = at * sizeof(float);
                stream.Write(BitConverter.GetBytes((float)(at / 768 % 1000) + 1));
            }
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        var data = new Dataset { { "x", new MappedFile(_path).Floats(), 768 } };
        Assert.Equal(Count / 768, data.Count);
        int[] rows = [data.Count - 1, data.Count / 2, 1, 0];
        Assert.Equal(rows.Select(r => (r % 1000) + 1f), data.Take(rows).Floats("x").Chunk(768).Select(x => x[0]));
        Assert.Equal(0, data.Take([5]).Floats("x").Sum());
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 50_000_000);
        string refusal = Assert.Throws<InvalidOperationException>(() => data.Floats("x")).Message;
        Assert.Contains("more than an array holds", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_short_is_refused()
    {
        File.WriteAllBytes(_path, new byte[41]);
        var file = new MappedFile(_path);
        Assert.Equal($"{_path}: has 41 bytes, but 10 numbers of 4 bytes from byte 2 are due", Problem(() => file.Floats(2, 10)));
        Assert.Contains("no whole number of 4 bytes", Problem(() => file.Ints()), StringComparison.Ordinal);
        Assert.Contains("from byte 42", Problem(() => file.Bytes(42)), StringComparison.Ordinal);
        Assert.Contains("are due", Problem(() => file.Bytes(long.MaxValue, 1)), StringComparison.Ordinal);
        Assert.Contains("are due", Problem(() => file.Floats(1, long.MaxValue)), StringComparison.Ordinal);
        Assert.Equal(10, file.Floats(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Floats(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Floats(1).Read(9, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Floats(1).Read(-1, new float[2]));
        File.WriteAllBytes(_path + ".empty", []);
        Assert.Equal($"{_path}.empty: is empty", Problem(() => new MappedFile(_path + ".empty")));
        File.Delete(_path + ".empty");
        Assert.Equal($"{_path}.empty: there is no such file", Problem(() => new MappedFile(_path + ".empty")));
    }

    [Fact]
    public void It_stays_open_while_a_data_set_has_it()
    {
        var file = Used();
        Collect();
        Assert.False(file.IsAlive);
        if (OperatingSystem.IsLinux()) Assert.DoesNotContain(_path, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public void After_it_was_closed_its_columns_say_so()
    {
        File.WriteAllBytes(_path, new byte[64]);
        var file = new MappedFile(_path);
        var data = new Dataset { { "x", file.Floats() }, { "y", file.Bytes(0, 16) } };
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => data.Floats("x"));
        Assert.Throws<ObjectDisposedException>(() => data.Floats("y"));
    }

    [Fact]
    public void It_may_be_closed_while_others_read()
    {
        File.WriteAllBytes(_path, new byte[1 << 20]);
        for (int i = 0; i < 10; i++)
        {
            var file = new MappedFile(_path);
            var values = file.Floats();
            int closed = 0;

            // Threads of their own: readers that never wait would keep all others from the pool's.
            Thread[] readers = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
            {
                var some = new float[1 << 14];
                try
                {
                    while (true) values.Read(1000, some);
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref closed);
                }
            }))];
            foreach (var reader in readers) reader.Start();
            Thread.Sleep(2);
            file.Dispose();
            foreach (var reader in readers) reader.Join();
            Assert.Equal(readers.Length, closed);
        }
    }

    private static string Problem(Func<object> action) => Assert.Throws<DataException>(action).Message;

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>A data set in a method of its own, so that nothing of it is left on the caller's stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Used()
    {
        var (data, file) = Opened();
        Collect();
        Assert.True(file.IsAlive);
        Assert.Equal(64, data.Take([3, 4]).Floats("x").Sum());
        return file;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (Dataset Data, WeakReference File) Opened()
    {
        File.WriteAllBytes(_path, [.. Enumerable.Repeat((byte)1, 32 * 10)]);
        var file = new MappedFile(_path);
        return (new Dataset { { "x", file.Bytes(), 32 } }, new WeakReference(file));
    }
}
