using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Ops;

public class LayerTests
{
    private static readonly Dim N = Dim.Symbol("N");

    [Fact]
    public void Linear_makes_PyTorch_s_parameters()
    {
        var call = new Call(Networks.Input("x", N, 7, 16)) { Options = { ["out"] = new SizeValue(10) } };
        Assert.Equal(Shape.Of(N, 7, 10), Build(call).Shape);
        var uniform = new Initializer(InitializerKind.Uniform, 0.25);
        Assert.Equal([("weight", Shape.Of(10, 16), uniform), ("bias", Shape.Of(10), uniform)], call.Parameters);
    }

    [Fact]
    public void Linear_does_without_a_bias()
    {
        var call = new Call(Networks.Input("x", N, 16))
        {
            Options = { ["out"] = new SizeValue(10), ["Bias"] = new BoolValue(false) },
        };
        Build(call);
        Assert.Equal("weight", Assert.Single(call.Parameters).Name);
    }

    [Fact]
    public void A_stated_input_size_is_checked()
    {
        var call = new Call(Networks.Input("x", N, 16))
        {
            Options = { ["out"] = new SizeValue(10), ["In"] = new SizeValue(15) },
        };
        var error = Assert.Throws<ShapeException>(() => Build(call));
        Assert.Equal(("DLC1008", "In"), (error.Rule, error.Argument));
        Assert.Contains("15", error.Message, StringComparison.Ordinal);
        Assert.Contains("[N, 16]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Zeros", null, InitializerKind.Constant, 0)]
    [InlineData("Ones", null, InitializerKind.Constant, 1)]
    [InlineData("Constant", 0.5, InitializerKind.Constant, 0.5)]
    [InlineData("Normal", 0.02, InitializerKind.Normal, 0.02)]
    [InlineData("Orthogonal", null, InitializerKind.Orthogonal, 1)]
    [InlineData("KaimingUniform", null, InitializerKind.Uniform, 0.61237243569579447)] // √2 · √(3/16)
    [InlineData("KaimingNormal", 1.0, InitializerKind.Normal, 0.25)]
    [InlineData("XavierUniform", 2.0, InitializerKind.Uniform, 1)] // 2 · √(6/24)
    [InlineData("XavierNormal", null, InitializerKind.Normal, 0.28867513459481287)] // √(2/24)
    public void Initialisers_are_those_of_torch_nn_init(string name, double? number, InitializerKind kind, double value)
    {
        var call = new Call(Networks.Input("x", N, 16))
        {
            Options = { ["out"] = new SizeValue(8), ["Init"] = new TextValue(name) },
        };
        if (number is { } given) call.Options["InitValue"] = new ScalarValue(given);
        Build(call);
        var initializer = call.Parameters[0].Initializer;
        Assert.Equal(kind, initializer.Kind);
        Assert.Equal(value, initializer.Value, 1e-15);
    }

    [Fact]
    public void Dropout_is_the_identity_in_inference_and_takes_its_stream_all_the_same()
    {
        var x = Networks.Input("x", N, 16);
        var inference = new Call(x) { Options = { ["probability"] = new ScalarValue(0.5) } };
        Assert.Same(x, Build(inference, "Dropout"));
        Assert.Equal(1, inference.NextRandomStream());

        var training = new Call(x, training: true) { Options = { ["probability"] = new ScalarValue(0.5) } };
        Assert.Equal(new Dropout(0, 0.5), Build(training, "Dropout").Op);
    }

    [Fact]
    public void Batch_norm_updates_its_buffers_in_training_alone()
    {
        var x = Networks.Input("x", N, 4, 5);
        var inference = new Call(x);
        Assert.Equal(x.Shape, Build(inference, "BatchNorm").Shape);
        Assert.Empty(inference.Updates);

        var training = new Call(x, training: true);
        Assert.Equal(x.Shape, Build(training, "BatchNorm").Shape);
        Assert.Equal(["running_mean", "running_var"], training.Updates.Keys);
        Assert.All(training.Updates.Values, next => Assert.Equal(Shape.Of(4), next.Shape));
        Assert.Equal(["weight", "bias"], training.Parameters.Select(p => p.Name));
    }

    [Theory]
    [InlineData("BatchNorm", 1, 4)]
    [InlineData("InstanceNorm", 3, 4, 1)]
    public void Statistics_of_one_value_are_refused_in_training(string layer, params int[] shape)
    {
        var x = Networks.Input("x", [.. shape.Select(size => (Dim)size)]);
        Build(new Call(x), layer);
        var error = Assert.Throws<ShapeException>(() => Build(new Call(x, training: true), layer));
        Assert.Equal("DLC1012", error.Rule);
        Assert.Contains("more than one value a channel", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BatchNorm", "DLC1006", 4)]
    [InlineData("InstanceNorm", "DLC1006", 2, 4)]
    [InlineData("GroupNorm", "DLC1012", 2, 4)]
    [InlineData("LayerNorm", "DLC1006")]
    [InlineData("RmsNorm", "DLC1006")]
    [InlineData("Rnn", "DLC1006", 2, 4)]
    [InlineData("Lstm", "DLC1017", 2, 0, 4)]
    public void Wrong_inputs_of_layers_are_refused(string layer, string rule, params int[] shape)
    {
        var call = new Call(Networks.Input("x", [.. shape.Select(size => (Dim)size)]))
        {
            Options =
            {
                ["groups"] = new SizeValue(3), ["out"] = new SizeValue(3), ["size"] = new SizeValue(3),
            },
        };
        Assert.Equal(rule, Assert.Throws<ShapeException>(() => Build(call, layer)).Rule);
    }

    [Fact]
    public void Prelu_has_one_slope_or_one_a_channel()
    {
        var one = new Call(Networks.Input("x", N, 4));
        Build(one, "Prelu");
        Assert.Equal([("weight", Shape.Of(1), new Initializer(InitializerKind.Constant, 0.25))], one.Parameters);
        var many = new Call(Networks.Input("x", N, 4)) { Options = { ["PerChannel"] = new BoolValue(true) } };
        Build(many, "Prelu");
        Assert.Equal(Shape.Of(4), Assert.Single(many.Parameters).Shape);
    }

    [Fact]
    public void Lstm_makes_PyTorch_s_parameters()
    {
        var call = new Call(Networks.Input("x", N, 7, 6))
        {
            Options =
            {
                ["size"] = new SizeValue(4), ["Layers"] = new SizeValue(2), ["Bidirectional"] = new BoolValue(true),
            },
        };
        var results = ((TupleValue)OpRegistry.FindLayer("Lstm")!.Build(call)).Items.Select(i => i.AsNode()!.Shape);
        Assert.Equal([Shape.Of(N, 7, 8), Shape.Of(4, N, 4), Shape.Of(4, N, 4)], results);
        var uniform = new Initializer(InitializerKind.Uniform, 0.5);
        Assert.Equal(
            from walk in new[] { ("_l0", 6), ("_l0_reverse", 6), ("_l1", 8), ("_l1_reverse", 8) }
            from parameter in new[]
            {
                ("weight_ih", Shape.Of(16, walk.Item2)), ("bias_ih", Shape.Of(16)), ("weight_hh", Shape.Of(16, 4)),
                ("bias_hh", Shape.Of(16)),
            }
            select (parameter.Item1 + walk.Item1, parameter.Item2, uniform),
            call.Parameters);
    }

    private static Node Build(Call call, string layer = "Linear") => OpRegistry.FindLayer(layer)!.Build(call).AsNode()!;

    private sealed class Call(Node input, bool training = false) : LayerCall
    {
        private int _streams;

        public Dictionary<string, Value> Options { get; } = [];

        public List<(string Name, Shape Shape, Initializer Initializer)> Parameters { get; } = [];

        public override IReadOnlyList<Node?> Inputs => [input, .. Enumerable.Repeat<Node?>(null, 3)];

        public override bool Training => training;

        public override Value this[string name] => Options[name];

        public override bool Has(string name) => Options.ContainsKey(name);

        public override int NextRandomStream() => _streams++;

        public override Node Parameter(string name, Shape shape, Initializer initializer)
        {
            Parameters.Add((name, shape, initializer));
            return new Node(new Parameter(name, shape, true));
        }

        public Dictionary<string, Node> Updates { get; } = [];

        public override void UpdateBuffer(string name, Node next) => Updates[name] = next;

        public override Node Buffer(string name, Shape shape, Initializer initializer) =>
            new(new Parameter(name, shape, false));
    }
}
