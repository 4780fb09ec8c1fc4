using BenchmarkDotNet.Attributes;

namespace DLCompiler.Benchmarks;

/// <summary>Writing and reading the parameters of a network of 3.5 MB.</summary>
[MemoryDiagnoser]
public class CheckpointBenchmarks
{
    private readonly MlpDouble _model = new();
    private readonly string _file = Path.GetTempFileName();

    [Benchmark]
    public void Save() => _model.Save(_file);

    [Benchmark]
    public void Load() => _model.Load(_file);

    [GlobalSetup]
    public void Prepare() => _model.Save(_file);

    [GlobalCleanup]
    public void Clean() => File.Delete(_file);
}
