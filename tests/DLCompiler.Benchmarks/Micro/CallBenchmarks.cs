using BenchmarkDotNet.Attributes;
using static DLCompiler.Ops;

namespace DLCompiler.Benchmarks;

/// <summary>What a call costs besides its kernels: a network of four multiplications.</summary>
[MemoryDiagnoser]
public class CallBenchmarks
{
    private readonly TinyModel _model = new();
    private readonly TinyModel.Trainer _trainer = new TinyModel().CreateTrainer(new Sgd(1e-3f));
    private readonly float[] _input = [1, 2, 3, 4];
    private readonly float[] _result = new float[1];

    [Benchmark]
    public void Predict() => _model.Predict(_input, _result);

    [Benchmark]
    public float Step() => _trainer.Step(_input);
}

[Model]
public sealed partial class TinyModel
{
    [Linear(1)]
    private partial Tensor Score(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 4)] Tensor x) => Score(x);

    [Loss]
    private static Tensor Loss(Tensor score) => Mean(Square(score));
}
