namespace DLCompiler.Testing.Tests;

public sealed class SnapshotTests : IDisposable
{
    private const string Source = """
        [Model] public partial class Net { [Forward] private Tensor Forward([Shape("N", 3)] Tensor x) => Relu(x); }
        """;

    private const string Verified = "OwnTests.Method#Net.DLCompiler.g.verified.cs";
    private const string Received = "OwnTests.Method#Net.DLCompiler.g.received.cs";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dlcompiler-testing-");

    [Fact]
    public void A_new_file_is_received_and_then_accepted()
    {
        var thrown = Assert.Throws<SnapshotException>(() => Compare(Source));
        Assert.Contains($"{Received}: is new", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("DLCOMPILER_UPDATE_SNAPSHOTS=1", thrown.Message, StringComparison.Ordinal);
        Assert.Equal([Received], Names());
        Compare(Source, accept: true);
        Assert.Equal([Verified], Names());
        Compare(Source);
        Assert.Equal(ModelCompiler.Compile(Source).Code(), File.ReadAllText(Path.Combine(_folder.FullName, Verified)));
    }

    [Fact]
    public void A_mismatch_names_the_line_and_goes_away_with_it()
    {
        Compare(Source, accept: true);
        var thrown = Assert.Throws<SnapshotException>(() => Compare(Source.Replace("3)", "4)", StringComparison.Ordinal)));
        Assert.Contains("[N, 4]", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("instead of", thrown.Message, StringComparison.Ordinal);
        Assert.Equal([Received, Verified], Names());
        Compare(Source);
        Assert.Equal([Verified], Names());
    }

    [Fact]
    public void A_file_that_is_generated_no_more_is_noticed()
    {
        Compare(Source + Source.Replace("Net", "Gone", StringComparison.Ordinal), accept: true);
        Assert.Equal(2, Names().Count());
        var thrown = Assert.Throws<SnapshotException>(() => Compare(Source));
        Assert.Contains("OwnTests.Method#Gone.DLCompiler.g.verified.cs: is generated no more", thrown.Message, StringComparison.Ordinal);
        Compare(Source, accept: true);
        Assert.Equal([Verified], Names());
    }

    [Fact]
    public void Line_ends_and_the_header_of_Verify_do_not_matter()
    {
        string text = "//HintName: Net.DLCompiler.g.cs\n" + ModelCompiler.Compile(Source).Code();
        File.WriteAllText(Path.Combine(_folder.FullName, Verified), text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Compare(Source);
    }

    [Fact]
    public void Variants_have_files_of_their_own()
    {
        Compare(Source, accept: true, variant: "wide");
        Assert.Equal(["OwnTests.Method_wide#Net.DLCompiler.g.verified.cs"], Names());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_explained()
    {
        var thrown = Assert.Throws<SnapshotException>(
            () => ModelCompiler.Compile(Source).ShouldMatchSnapshot(file: "/_/tests/OwnTests.cs", method: "Method"));
        Assert.Contains("<DeterministicSourcePaths>false</DeterministicSourcePaths>", thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Compare(string source, bool accept = false, string variant = "") => ModelCompiler.Compile(source).ShouldMatchSnapshot(
        accept, variant, Path.Combine(_folder.FullName, "OwnTests.cs"), "Method");

    private IEnumerable<string> Names() => _folder.EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal);
}
