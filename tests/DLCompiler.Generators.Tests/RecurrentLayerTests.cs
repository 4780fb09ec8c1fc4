using DLCompiler.Compiler.Ops;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>How recurrent layers may be declared and called, and what refuses the rest.</summary>
public class RecurrentLayerTests
{
    private const string Wrong = "Read is declared wrong: ";

    [Theory]
    [InlineData("[Rnn(5)] private partial Tensor Read(Tensor x);", "Read(x)", "[N, T, 5]")]
    [InlineData("[Lstm(5, Bidirectional = true)] private partial Tensor Read(Tensor x);", "Read(x)", "[N, T, 10]")]
    [InlineData(
        "[Gru(5, Layers = 2)] private partial (Tensor Output, Tensor State) Read(Tensor x);", "Read(x).State", "[2, N, 5]")]
    [InlineData(
        "[Lstm(5)] private partial (Tensor Output, Tensor Hidden, Tensor Cell) Read(Tensor x, IntTensor lengths);",
        "Read(x, lengths).Cell",
        "[1, N, 5]")]
    [InlineData(
        "[Lstm(4)] private partial Tensor Read(Tensor x, Tensor hidden, Tensor cell, IntTensor lengths);",
        "Read(x, state, state, lengths)",
        "[N, T, 4]")]
    [InlineData(
        "[Gru(4)] private partial Tensor Read(Tensor sequence, Tensor first, IntTensor ends);",
        "Read(x, state, lengths)",
        "[N, T, 4]")]
    public void Forms(string layer, string call, string expected)
    {
        var traced = Traced.Model(Model(layer, call));
        Assert.Equal(expected, traced.Predict!.Outputs[0].Value.Shape.ToString());
    }

    [Fact]
    public void TheProductWithTheInputIsOneForAllSteps()
    {
        var traced = Traced.Model(Model("[Lstm(5)] private partial Tensor Read(Tensor x);", "Read(x)"));
        var scan = (Scan)Assert.Single(traced.Predict!.Nodes, n => n.Op is Scan).Op;
        Assert.Single(scan.Step.Graph.Nodes, n => n.Op.Name == "Linear");
        Assert.Contains(traced.Predict.Nodes, n => n.Op.Name == "Linear" && n.Shape.ToString() == "[T, N, 20]");
    }

    [Theory]
    [InlineData(
        "[Lstm(5)] private partial (Tensor, Tensor) [|Read|](Tensor x);",
        "Relu(x)",
        $"DLC0005: {Wrong}[Lstm] gives a Tensor, or a tuple of 3 tensors")]
    [InlineData(
        "[Gru(5)] private partial Tensor [|Read|](Tensor x, Tensor h, Tensor c);",
        "Relu(x)",
        $"DLC1014: {Wrong}[Gru] has no use for 'c'; it takes x, state, lengths")]
    [InlineData(
        "[Rnn(5)] private partial Tensor Read(Tensor x);",
        "Read([|Flatten(x, 1)|])",
        "DLC1006: Rnn takes [N, T, C], not [N, 3*T]. 'Flatten(x, 1)' is [N, 3*T], line 12")]
    [InlineData(
        "[Gru(4)] private partial Tensor Read(Tensor x, Tensor state);",
        "Read(x, [|state[.., .., ..3]|])",
        "DLC1017: Gru takes 'state' of shape [1, N, 4], [layers · directions, N, H], not [1, N, 3]. 'x' is [N, T, 3], line 9; "
        + "'state[.., .., ..3]' is [1, N, 3], line 12")]
    [InlineData(
        "[Gru(4, Layers = 2)] private partial Tensor Read(Tensor x, Tensor first);",
        "Read(x, [|state|])",
        "DLC1017: Gru takes 'state' of shape [2, N, 4], [layers · directions, N, H], not [1, N, 4]. 'x' is [N, T, 3], line 9; "
        + "'state' is [1, N, 4], line 9")]
    [InlineData(
        "[Gru(4)] private partial Tensor Read(Tensor x, IntTensor lengths);",
        "Read(x, [|two|])",
        "DLC1006: Gru takes 'lengths' of shape [N], one a sequence, not [N, 2]. 'x' is [N, T, 3], line 9; 'two' is int[N, 2], "
        + "line 10")]
    [InlineData(
        "[Rnn(4, Nonlinearity = [|\"gelu\"|])] private partial Tensor Read(Tensor x);",
        "Read(x)",
        "DLC1012: the nonlinearity of [Rnn] is \"tanh\" or \"relu\", not \"gelu\". 'Read(x)' calls it, line 12; 'x' is [N, T, 3], "
        + "line 9")]
    [InlineData(
        "[Rnn(4, Layers = [|0|])] private partial Tensor Read(Tensor x);",
        "Read(x)",
        "DLC1012: 'Layers' must be from 1 to 64, not 0. 'Read(x)' calls it, line 12; 'x' is [N, T, 3], line 9")]
    [InlineData(
        "[Lstm([|0|])] private partial Tensor Read(Tensor x);",
        "Read(x)",
        "DLC1012: 'size' must be at least 1, not 0. 'Read(x)' calls it, line 12; 'x' is [N, T, 3], line 9")]
    [InlineData(
        "[Lstm(4, In = [|5|])] private partial Tensor Read(Tensor x);",
        "Read(x)",
        "DLC1008: In says 5, but the input is [N, T, 3], whose last axis is 3. 'Read(x)' calls it, line 12; 'x' is [N, T, 3], "
        + "line 9")]
    [InlineData(
        "[Lstm(4, Layers = 2, Dropout = [|1f|])] private partial Tensor Read(Tensor x);",
        "Read(x)",
        "DLC1012: a probability must be at least 0 and below 1, not 1. 'Read(x)' calls it, line 12; 'x' is [N, T, 3], line 9")]
    public void Misuses(string layer, string call, string expected) => Analysis.Reports(Model(layer, call), expected);

    private static string Model(string layer, string call) => $$"""
        [Model]
        public partial class Net
        {
            {{layer}}

            [Forward]
            private Tensor Forward(
                [Shape("N", "T", 3)] Tensor x, [Shape(1, "N", 4)] Tensor state, [Shape("N")] IntTensor lengths,
                [Shape("N", 2)] IntTensor two)
            {
                return {{call}};
            }
        }
        """;
}
