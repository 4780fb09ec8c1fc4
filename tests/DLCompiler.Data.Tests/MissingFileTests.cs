namespace DLCompiler.Data.Tests;

/// <summary>Whatever reads files says in the same way that one is not there.</summary>
public class MissingFileTests
{
    private static readonly Dictionary<string, Action<string>> Readers = new()
    {
        ["image"] = path => Image.Load(path),
        ["IDX"] = path => IdxFile.Read(path),
        ["CIFAR"] = path => CifarFile.Read(path),
        ["sound"] = path => WavFile.Read(path),
        ["tokenizer"] = path => HuggingFaceTokenizer.Load(path),
        ["table"] = path => Table.Read(path),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_file_is_named(string reader)
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "nothing");
        var problem = Assert.Throws<DataException>(() => Readers[reader](path));
        Assert.Equal(path, problem.Place.File);
        Assert.StartsWith(path + ": ", problem.Message, StringComparison.Ordinal);
    }
}
