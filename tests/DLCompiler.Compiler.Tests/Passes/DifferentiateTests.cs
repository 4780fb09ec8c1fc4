using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Passes;

public class DifferentiateTests
{
    private static readonly Node X = Networks.Input("x", Dim.Symbol("N"), 3);

    [Fact]
    public void A_parameter_without_a_path_gets_zeros_and_is_named()
    {
        var stopped = Networks.Parameter("stopped", 3);
        var graph = Gradients(Build.MeanOfAll((X * Networks.Parameter("w", 3)) + Build.StopGradient(stopped)));
        Assert.Equal(["stopped"], Differentiate.Unreached(graph));
        var gradient = graph.Outputs.Single(o => o.Name == "stopped").Value;
        Assert.Equal(stopped.Type, gradient.Type);
    }

    [Fact]
    public void Buffers_and_inputs_that_nobody_asks_for_get_no_gradient()
    {
        var buffer = new Node(new Parameter("running_mean", Shape.Of(3), false));
        var graph = Gradients(Build.MeanOfAll((X - buffer) * Networks.Parameter("w", 3)));
        Assert.Equal(["loss", "w"], graph.Outputs.Select(o => o.Name));
    }

    [Fact]
    public void Uses_of_a_parameter_add_up()
    {
        var w = Networks.Parameter("w", 3);
        var twice = new Node(new Parameter("w", Shape.Of(3), true));
        var graph = Gradients(Build.MeanOfAll((X * w) + (X * twice) + w));
        var leaves = Samples.Leaves(graph, 1);
        var expected = GradientCheck.Differences(graph, leaves, "w");
        var gradient = Assert.Single(graph.Outputs, o => o.Name == "w").Value;
        var actual = new Interpreter(Samples.Symbols, leaves).Evaluate(gradient);
        Numbers.AssertClose(expected, actual, 1e-6, "w");
    }

    /// <summary>What torch.relu, abs, maximum, amax and clamp do where they have no derivative.</summary>
    [Fact]
    public void Kinks_follow_PyTorch()
    {
        Assert.Equal([0, 0], At([0, 0], Build.Relu));
        Assert.Equal([0, 0], At([0, 0], Build.Abs));
        Assert.Equal([0.5, 0.5], At([2, 2], x => Build.Maximum(x, Build.Number(2))));
        Assert.Equal([0.5, 0.5], At([2, 2], x => Build.Max(x, [0])));
        Assert.Equal([1, 1], At([-1, 1], x => new Node(new Clamp(-1, 1), x)));
        Assert.Equal([0.5, 0.5], At([0, 0], Build.Softplus));
        Assert.Equal([0, 0], At([0, 1], x => Build.Pow(x, Build.Number(0))));
    }

    [Fact]
    public void Nothing_overflows_where_the_value_does_not()
    {
        Assert.Equal([1, 0], At([1000, -1000], Build.Softplus));
        Assert.Equal([1, 0], At([1000, -1000], x => new Node(new Elu(1), x)));
        Assert.Equal([1, 0], At([1000, 0], x => Build.LogSumExp(x, [0])));
    }

    private static Graph Gradients(Node loss) => Differentiate.Run(
        Decompose.ForDifferentiation(new Graph([new Output(OutputKind.Loss, "loss", loss)])), []);

    /// <summary>The gradient of the sum of f at a point.</summary>
    private static double[] At(double[] point, Func<Node, Node> function)
    {
        var w = Networks.Parameter("w", point.Length);
        var result = function(w);
        var loss = Build.DropAxes(Build.Sum(result, [0]), [0]);
        var leaves = new Dictionary<string, NdArray> { ["w"] = new([point.Length], point) };
        var gradient = Gradients(loss).Outputs.Single(o => o.Name == "w").Value;
        return new Interpreter(Samples.Symbols, leaves).Evaluate(gradient).Values;
    }
}
