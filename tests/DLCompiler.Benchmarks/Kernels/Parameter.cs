using DLCompiler.Runtime;

namespace DLCompiler.Benchmarks;

/// <summary>An operand that is a model's parameter, as in <c>Predict</c>: it is packed once, until it changes.</summary>
internal sealed class Parameter
{
    private readonly ParameterStore _store;

    /// <summary>A parameter of this shape, with random values around 0.</summary>
    public Parameter(params int[] shape)
    {
        _store = new ParameterStore("Benchmark", [new("weight", shape, true, Initializer.Normal(0.3f))]);
        _store.Initialize(1);
    }

    /// <summary>Where it begins; valid as long as this object is.</summary>
    public Floats Floats => _store.Values;

    /// <summary>A call that finds the packed parameter.</summary>
    public Action Use(Action call) => () =>
    {
        var outer = PackedCopies.Enter(_store.Copies);
        call();
        PackedCopies.Enter(outer);
        GC.KeepAlive(_store);
    };
}
