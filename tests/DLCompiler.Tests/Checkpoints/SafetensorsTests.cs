using System.Buffers.Binary;
using System.Text;

namespace DLCompiler.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public SafetensorsTests() => _path = _folder.File("x.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        float[][] values = [[1.5f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 6], [42], []];
        SafetensorsFile.Write(
            _path, [("a", [2, 3]), ("ünï \"b\"", []), ("none", [0, 4])], i => values[i], [new("format", "pt")]);
        using var file = SafetensorsFile.Open(_path);
        Assert.Equal(
            values[0].Select(BitConverter.SingleToInt32Bits),
            file.Read<float>("a").Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([42.0], file.Read<double>("ünï \"b\""));
        Assert.Empty(file.Read<float>("none"));
        Assert.Equal("F32 [2, 3]", file.Entries["a"].ToString());
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([_path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Long_tensors_are_read_in_chunks()
    {
        float[] values = [.. Enumerable.Range(0, 100_000).Select(i => (float)i)];
        SafetensorsFile.Write(_path, [("a", [100_000])], _ => values, []);
        using var file = SafetensorsFile.Open(_path);
        Assert.Equal(values, file.Read<float>("a"));
    }

    [Fact]
    public void The_format_is_that_of_the_specification()
    {
        SafetensorsFile.Write(_path, [("w", [2])], _ => [1f, 2f], [new("k", "v")]);
        byte[] bytes = File.ReadAllBytes(_path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 64], bytes[(8 + length)..]);
    }

    [Theory]
    [InlineData("F64", 0x3FF8000000000000, 1.5)]
    [InlineData("F32", 0x3FC00000, 1.5)]
    [InlineData("F16", 0x3E00, 1.5)]
    [InlineData("BF16", 0x3FC0, 1.5)]
    [InlineData("I64", -3, -3.0)]
    [InlineData("I32", 0xFFFFFFFD, -3.0)]
    [InlineData("I16", 0xFFFD, -3.0)]
    [InlineData("U8", 253, 253.0)]
    public void Other_types_are_converted(string type, long bits, double value)
    {
        int size = type switch { "F64" or "I64" => 8, "F32" or "I32" => 4, "U8" => 1, _ => 2 };
        byte[] data = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(data, bits);
        WriteRaw($$$"""{"x":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,{{{size}}}]}}""", data[..size]);
        using var file = SafetensorsFile.Open(_path);
        Assert.Equal([value], file.Read<double>("x"));
        Assert.Equal([(float)value], file.Read<float>("x"));
    }

    [Theory]
    [InlineData("", 1, "has 1 bytes beyond its tensors")]
    [InlineData("F32 [2] 0,8", 7, "is truncated: its tensors take 8 bytes, 7 are there")]
    [InlineData("F32 [3] 0,8", 8, "tensor '0' is F32 [3] but has 8 bytes")]
    [InlineData("F32 [1] 4,8", 8, "tensor '0' is at bytes 4 to 8, expected from 0")]
    [InlineData("F32 [1] 4,0", 8, "tensor '0' is at bytes 4 to 0, expected from 0")]
    [InlineData("U8 [4] 0,4; U8 [4] 2,6", 8, "tensor '1' is at bytes 2 to 6, expected from 4")]
    public void Wrong_layouts_are_refused(string tensors, int dataLength, string problem)
    {
        var entries = tensors.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select((tensor, i) =>
        {
            string[] parts = tensor.Split(' ');
            return $$"""
                "{{i}}":{"dtype":"{{parts[0]}}","shape":{{parts[1]}},"data_offsets":[{{parts[2]}}]}
                """;
        });
        WriteRaw($"{{{string.Join(',', entries)}}}", new byte[dataLength]);
        Assert.Equal(
            $"{_path}: {problem}.", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(_path)).Message);
    }

    [Fact]
    public void Names_are_unique()
    {
        const string Empty = """
            "x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}
            """;
        WriteRaw($"{{{Empty},{Empty}}}", []);
        Assert.Equal(
            $"{_path}: has two tensors called 'x'.",
            Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(_path)).Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("no JSON")]
    [InlineData("""{"x":1}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[99999,99999],"data_offsets":[0,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""")]
    [InlineData("""{"x":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""")]
    public void Foreign_headers_are_refused(string header)
    {
        WriteRaw(header, new byte[4]);
        string message = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(_path)).Message;
        Assert.StartsWith($"{_path}: is no safetensors file: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Foreign_and_cut_files_are_refused()
    {
        File.WriteAllBytes(_path, [1, 2, 3]);
        Assert.Equal($"{_path}: is no safetensors file: it has 3 bytes.", Problem());
        File.WriteAllText(_path, "This is a text, not a checkpoint.");
        Assert.Equal($"{_path}: is no safetensors file: it does not begin with a header's length.", Problem());
        File.WriteAllBytes(_path, [100, 0, 0, 0, 0, 0, 0, 0, (byte)'{']);
        Assert.Equal($"{_path}: is truncated: its header takes 100 bytes, 1 are there.", Problem());
        File.Delete(_path);
        Assert.Equal($"{_path}: there is no such file.", Problem());

        string Problem() => Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(_path)).Message;
    }

    /// <summary>Ten thousand damaged files: each is read, or refused with its name, in memory of the file's own size.</summary>
    [Fact]
    public void Damaged_files_are_refused()
    {
        SafetensorsFile.Write(
            _path, [("weight", [3, 4]), ("bias", [4]), ("count", [])], i => new float[i == 0 ? 12 : i == 1 ? 4 : 1], [new("format", "pt")]);
        const int Data = 17 * sizeof(float);
        byte[] whole = File.ReadAllBytes(_path);
        var random = new Random(7);
        string[] pieces = ["99999999999", "-1", "2147483647", "null", "[]", "{}", "\"", "F64", "I8", ",", "1e9"];
        long most = 0;
        for (int i = 0; i < 10_000; i++)
        {
            List<byte> bytes = [.. whole];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                int at = random.Next(bytes.Count);
                byte[] piece = Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]);
                if (random.Next(3) == 0) bytes[at] = (byte)random.Next(256);
                else if (random.Next(2) == 0) bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at - 1));
                else bytes.InsertRange(at, piece);
            }

            // A header of the right length gets further.
            byte[] damaged = [.. bytes];
            if (random.Next(2) == 0 && damaged.Length > Data + sizeof(long))
                BinaryPrimitives.WriteInt64LittleEndian(damaged, damaged.Length - Data - sizeof(long));
            File.WriteAllBytes(_path, damaged);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var file = SafetensorsFile.Open(_path);
                foreach (string name in file.Entries.Keys) file.Read<double>(name);
            }
            catch (CheckpointException problem)
            {
                Assert.StartsWith(_path, problem.Message, StringComparison.Ordinal);
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(most, 1, 256 * 1024);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file()
    {
        File.WriteAllText(_path, "old");
        Assert.Throws<InvalidOperationException>(
            () => SafetensorsFile.Write(_path, [("a", [1])], _ => throw new InvalidOperationException(), []));
        Assert.Equal("old", File.ReadAllText(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder.Path));
    }

    private void WriteRaw(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(_path, [.. length, .. json, .. data]);
    }
}
