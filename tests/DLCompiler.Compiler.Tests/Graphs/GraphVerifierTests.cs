using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Graphs;

public class GraphVerifierTests
{
    private static readonly Node X = Networks.Input("x", Dim.Symbol("N"), 3);

    [Fact]
    public void Each_stage_allows_fewer_ops()
    {
        var softmax = new Node(new Softmax(1), X);
        GraphVerifier.Verify(Result(softmax), GraphStage.Differentiable);
        Fails(Result(softmax), GraphStage.Primitive, "Softmax(axis: 1) is no op of the stage Primitive");
        Fails(Result(new Node(new Silu(), X)), GraphStage.Differentiable, "Silu");
        var stopped = Build.StopGradient(X);
        GraphVerifier.Verify(Result(stopped), GraphStage.Primitive);
        Fails(Result(stopped), GraphStage.Lowerable, "StopGradient");
    }

    [Fact]
    public void A_loss_is_a_scalar() =>
        Fails(new Graph([new Output(OutputKind.Loss, "loss", X)]), GraphStage.Traced, "the loss is no scalar");

    [Fact]
    public void A_gradient_has_the_shape_of_its_leaf() => Fails(
        new Graph(
        [
            new Output(OutputKind.Result, "y", X),
            new Output(OutputKind.InputGradient, "x", Build.Sum(X, [0])),
        ]),
        GraphStage.Traced,
        "the gradient of 'x' is [1, 3], not [N, 3]");

    [Fact]
    public void An_output_is_there_once() => Fails(
        new Graph([new Output(OutputKind.Result, "y", X), new Output(OutputKind.Result, "y", -X)]),
        GraphStage.Traced,
        "twice");

    private static Graph Result(Node node) => new([new Output(OutputKind.Result, "y", node)]);

    /// <summary>The message says what is wrong and shows the graph.</summary>
    private static void Fails(Graph graph, GraphStage stage, string problem)
    {
        var error = Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify(graph, stage));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(GraphPrinter.Print(graph), error.Message, StringComparison.Ordinal);
    }
}
