using DLCompiler.Runtime;

namespace DLCompiler.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private readonly ParameterStore _store = Store();

    public CheckpointTests()
    {
        _path = _folder.File("m.safetensors");
        _store.Initialize(1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_is_saved_and_loaded()
    {
        _store.Save(_path);
        var other = Store();
        long version = other.Version;
        other.Load(_path);
        Assert.NotEqual(version, other.Version);
        for (int i = 0; i < 3; i++) Assert.Equal(_store.Span(i).ToArray(), other.Span(i).ToArray());
    }

    [Fact]
    public void Names_are_mapped_and_extra_tensors_allowed_on_request()
    {
        Write(("fc.weight", [2, 2]), ("Hidden.bias", [2]), ("Mean", []), ("Mean.count", []));
        var names = new Dictionary<string, string> { ["Hidden.weight"] = "fc.weight" };
        _store.Load(_path, names, allowExtra: true);
        Assert.Equal([5, 5, 5, 5], _store.Span(0).ToArray());
        Assert.Equal($"{_path}: the file has 'Mean.count', which M does not know.", Problem(names));
    }

    [Fact]
    public void The_count_of_a_batch_norms_batches_is_passed_over()
    {
        Write(
            ("Hidden.weight", [2, 2]), ("Hidden.bias", [2]), ("Mean", []), ("Hidden.num_batches_tracked", []));
        _store.Load(_path);
        Assert.Equal([5, 5, 5, 5], _store.Span(0).ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_named_and_nothing_changes()
    {
        float[] before = _store.Span(1).ToArray();
        Write(("Hidden.weight", [2, 2]), ("Hidden.bias", [3]), ("Mean", []));
        Assert.Equal($"{_path}: tensor 'Hidden.bias' is F32 [3], but M expects F32 [2].", Problem());
        Write(("Hidden.weight", [4]), ("Hidden.bias", [2]), ("Mean", []));
        Assert.Equal($"{_path}: tensor 'Hidden.weight' is F32 [4], but M expects F32 [2, 2].", Problem());
        Write(("Hidden.bias", [2]), ("b", []), ("a", []));
        Assert.Equal(
            $"{_path}: the file lacks 'Hidden.weight', 'Mean' and has 'a', 'b', which M does not know.", Problem());
        Write(("Hidden.weight", [4]), ("Hidden.bias", [3]), ("a", []));
        Assert.Equal(
            $"{_path}: the file lacks 'Mean' and has 'a', which M does not know; "
            + "tensor 'Hidden.weight' is F32 [4], but M expects F32 [2, 2]; "
            + "tensor 'Hidden.bias' is F32 [3], but M expects F32 [2].",
            Problem());
        Write(("Hidden.bias", [2]), ("b", []), ("a", []));
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..^1]);
        Assert.Equal($"{_path}: is truncated: its tensors take 16 bytes, 15 are there.", Problem());
        Assert.Equal(before, _store.Span(1).ToArray());
    }

    private static ParameterStore Store() => new("M", [
        new("Hidden.weight", [2, 2], true, Initializer.Normal(1)),
        new("Hidden.bias", [2], true, Initializer.Uniform(1)),
        new("Mean", [], false, Initializer.Ones),
    ]);

    private string Problem(Dictionary<string, string>? names = null) =>
        Assert.Throws<CheckpointException>(() => _store.Load(_path, names)).Message;

    private void Write(params (string Name, int[] Shape)[] tensors)
    {
        float[] fives = [5, 5, 5, 5];
        SafetensorsFile.Write(_path, tensors, i => fives.AsSpan(0, tensors[i].Shape.Aggregate(1, (a, b) => a * b)), []);
    }
}
