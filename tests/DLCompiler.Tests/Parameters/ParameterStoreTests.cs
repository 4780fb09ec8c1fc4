using DLCompiler.Runtime;

namespace DLCompiler.Tests.Parameters;

public class ParameterStoreTests
{
    private readonly ParameterStore _store = new("M", [
        new("weight", [3, 6], true, Initializer.Ones),
        new("mean", [3], false, Initializer.Constant(7)),
        new("scale", [], true, Initializer.Constant(2)),
    ]);

    [Fact]
    public void Trained_parameters_come_first_and_start_at_cache_lines()
    {
        Assert.Equal([0, 48, 32], Enumerable.Range(0, 3).Select(i => (int)_store.OffsetOf(i)));
        Assert.Equal((48, 64), (_store.TrainedCount, _store.Count));
        for (int i = 0; i < 3; i++) Assert.Equal(0, _store[i].Address % 64);
        Assert.Equal([18, 3, 1], _store.Parameters.Select(p => p.Count));
    }

    [Fact]
    public void Initializing_fills_parameters_and_leaves_gaps_zero()
    {
        _store.Initialize(0);
        Assert.All(_store.Span(0).ToArray(), v => Assert.Equal(1, v));
        Assert.Equal([7, 7, 7], _store.Span(1).ToArray());
        Assert.Equal([2], _store.Span(2).ToArray());
        for (int i = 18; i < 32; i++) Assert.Equal(0, _store.Values[i]);
    }

    [Fact]
    public void Each_change_bumps_the_version()
    {
        long version = _store.Version;
        _store.Set(1, [1, 2, 3]);
        _store.Edit(1, (values, info) =>
        {
            Assert.Equal("mean", info.Name);
            values[0] = 9;
        });
        Assert.Equal([9, 2, 3], _store.Span(1).ToArray());
        Assert.Equal(version + 2, _store.Version);
    }

    [Fact]
    public void Views_have_shapes()
    {
        _store.Initialize(0);
        Assert.Equal([3, 6], _store.View(0).Lengths.ToArray());
        Assert.Equal(1, _store.View(0)[2, 5]);
        Assert.Equal(2, _store.View(2)[0]);
        Numbers.Equal(_store.ToTensor("scale"), [], 2);
        Numbers.Equal(_store.ToTensor("mean"), [3], 7, 7, 7);
    }

    [Fact]
    public void Wrong_numbers_and_names_are_refused()
    {
        Assert.Equal(
            "M: 'mean' is [3] but got 2 elements, expected 3.",
            Assert.Throws<ModelShapeException>(() => _store.Set(1, [1, 2])).Message);
        Assert.Equal(
            "M has no parameter called 'bias'.",
            Assert.Throws<KeyNotFoundException>(() => _store.IndexOf("bias")).Message);
        var twin = new ParameterInfo("a", [], true, Initializer.Zeros);
        Assert.Throws<ArgumentException>(() => new ParameterStore("M", [twin, twin]));
    }
}
