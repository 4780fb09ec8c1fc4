using DLCompiler.Runtime;
using static DLCompiler.Ops;
using static DLCompiler.Tests.Numbers;

namespace DLCompiler.Tests.Eager;

public sealed class EagerScopeTests : IDisposable
{
    private readonly EagerRun _run = EagerRun.Enter(Mode.Inference, 0, 0);
    private readonly EagerScope _scope;

    public EagerScopeTests()
    {
        var store = new ParameterStore("M", [
            new("Hidden.weight", [2, 3], true, Initializer.Ones),
            new("Hidden.bias", [2], true, Initializer.Constant(0.5f)),
            new("Stage.0.Gain", [2], true, Initializer.Constant(3)),
        ]);
        store.Initialize(0);
        _scope = new EagerScope(store);
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Layers_find_their_parameters()
    {
        Equal(Layers.Linear(_scope, "Hidden", Vector(1, 2, 3)), [2], 6.5, 6.5);
        Equal(Layers.Linear(_scope, "Other", Vector(1, 2, 3), bias: false, tied: "Hidden"), [2], 6, 6);
        Equal(_scope.Child("Stage.0").Parameter("Gain"), [2], 3, 3);
        Assert.Equal(
            "M has no parameter called 'Nothing.weight'.",
            Assert.Throws<KeyNotFoundException>(() => Layers.Linear(_scope, "Nothing", Vector(1))).Message);
    }

    [Fact]
    public void Symbols_are_bound_by_shapes()
    {
        using var call = _scope.Enter("M.Eager.Forward").Bind("x", Counting(2, 7, 3), "N", "2*T+1", 3);
        Equal(Reshape(Counting(6), "N", "T"), [2, 3], 0, 1, 2, 3, 4, 5);
        Equal(Reshape(Counting(6), "N*T/2", -1), [3, 2], 0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public void Blocks_have_symbols_of_their_own()
    {
        var block = _scope.Child("Stage", "Out", 8, "Inner", "N*2");
        using var outer = _scope.Enter("M.Eager.Forward").Bind("x", Counting(5), "N");
        using (block.Enter("Block.Forward").Bind("x", Counting(3, 8), "N", "Out"))
        {
            Assert.Equal((8, 10, 3), (block.Size("Out"), block.Size("Inner"), block.Size("N")));
            Assert.Equal(5, _scope.Size("N"));
        }

        Assert.Throws<InvalidOperationException>(() => block.Size("Out"));
        Equal(Reshape(Counting(5), "N"), [5], 0, 1, 2, 3, 4);
    }

    [Fact]
    public void Mismatches_name_everything()
    {
        using var call = _scope.Enter("M.Eager.Forward");
        Assert.Equal(
            "M.Eager.Forward: 'x' is [N, 1, 28, 28] but got [64, 1, 32, 32] (N = 64): dimension 2 is 32, expected 28.",
            Assert.Throws<ModelShapeException>(() => call.Bind("x", Counting(64, 1, 32, 32), "N", 1, 28, 28)).Message);
        Assert.Equal(
            "M.Eager.Forward: 'label' is [N] but got [3] (N = 64): dimension 0 is 3, expected 64.",
            Assert.Throws<ModelShapeException>(() => call.Bind("label", new IntTensor([0, 1, 2], 3), "N")).Message);
        Assert.Equal(
            "M.Eager.Forward: 'y' is [2*T+1] but got [4] (N = 64): dimension 0 is 4, which no T gives.",
            Assert.Throws<ModelShapeException>(() => call.Bind("y", Counting(4), "2*T+1")).Message);
        Assert.Equal(
            "M.Eager.Forward: 'z' is [N, 2] but got [64] (N = 64): rank 1, expected 2.",
            Assert.Throws<ModelShapeException>(() => call.Bind("z", Counting(64), "N", 2)).Message);
    }

    [Theory]
    [InlineData("2*(N-1)/3", 6)]
    [InlineData("-N + 20", 10)]
    [InlineData(" ( N ) ", 10)]
    [InlineData("(1-N)/2", -5)]
    public void Expressions_are_evaluated(string text, int value)
    {
        using var call = _scope.Enter("M").Bind("x", Counting(10), "N");
        Assert.Equal(value, _scope.Size(text));
    }

    [Theory]
    [InlineData("2*")]
    [InlineData("(N")]
    [InlineData("N N")]
    [InlineData("2N")]
    [InlineData("")]
    [InlineData("N/(N-10)")]
    [InlineData("K")]
    public void Malformed_expressions_are_refused(string text)
    {
        using var call = _scope.Enter("M").Bind("x", Counting(10), "N");
        Assert.Throws<ArgumentException>(() => _scope.Size(text));
    }
}
