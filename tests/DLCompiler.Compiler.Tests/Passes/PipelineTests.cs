using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Passes;

public class PipelineTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_graphs_keep_loss_and_gradients_through_every_pass(int seed)
    {
        var graph = RandomGraph.Make(seed);
        var leaves = Samples.Leaves(graph, seed);
        var loss = new Interpreter(Samples.Symbols, leaves).Evaluate(graph.Outputs[0].Value);
        var gradients = new Dictionary<string, NdArray>();
        Pipeline.Training(graph, ["x", "y"], (stage, result) =>
        {
            var interpreter = new Interpreter(Samples.Symbols, leaves);
            foreach (var output in result.Outputs)
            {
                var value = interpreter.Evaluate(output.Value);
                if (output.Kind == OutputKind.Loss)
                    Numbers.AssertClose(loss, value, 1e-9, stage);
                else if (gradients.TryGetValue(output.Name, out var expected))
                    Numbers.AssertClose(expected, value, 1e-9, $"{stage}: {output.Name}");
                else
                    Numbers.AssertClose(Differences(graph, leaves, output), value, 1e-6, output.Name);
                gradients.TryAdd(output.Name, value);
            }
        });
    }

    [Fact]
    public void Whole_networks_keep_loss_and_gradients()
    {
        foreach (var graph in new[] { Networks.Perceptron(), Networks.Transformer(2, 4, 2) })
        {
            var leaves = Samples.Leaves(graph, 3, bound: 3);
            var compiled = Pipeline.Training(graph);
            var interpreter = new Interpreter(Samples.Symbols, leaves);
            foreach (var output in compiled.Outputs.Where(o => o.Kind == OutputKind.ParameterGradient).Take(9))
            {
                var expected = GradientCheck.Differences(graph, leaves, output.Name);
                Numbers.AssertClose(expected, interpreter.Evaluate(output.Value), 1e-6, output.Name);
            }
        }
    }

    [Fact]
    public void Stages_are_watched_in_order()
    {
        var stages = new List<string>();
        Pipeline.Training(Networks.Perceptron(), watch: (stage, _) => stages.Add(stage));
        Assert.Equal(
            [
                "Trace", "Decompose", "ShareForward", "SaveForBackward", "Differentiate", "DecomposeRest", "RemoveDead",
                "PruneScans", "Simplify", "ShareCommon", "HoistFromScans", "TransposeProducts",
            ],
            stages);
        stages.Clear();
        Pipeline.Inference(Networks.Perceptron(), (stage, _) => stages.Add(stage));
        Assert.Equal(
            [
                "Trace", "Decompose", "RemoveDead", "PruneScans", "Simplify", "ShareCommon", "HoistFromScans",
                "TransposeProducts",
            ],
            stages);
    }

    [Fact]
    public void Dumps_are_the_same_every_time() => Assert.Equal(
        GraphPrinter.Print(Pipeline.Training(Networks.Transformer(2, 8, 2))),
        GraphPrinter.Print(Pipeline.Training(Networks.Transformer(2, 8, 2))));

    [Fact]
    public void Repeated_blocks_add_a_constant_number_of_nodes()
    {
        int Nodes(int blocks) => Pipeline.Training(Networks.Transformer(blocks, 8, 2)).Nodes.Count;
        Assert.Equal(Nodes(3) - Nodes(2), Nodes(4) - Nodes(3));
    }

    [Fact]
    public void The_gradient_of_a_weight_is_not_transposed_after_its_product()
    {
        var graph = Pipeline.Training(Networks.Perceptron());
        var gradients = graph.Outputs.Where(o => o.Name.EndsWith("weight", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, gradients.Count);
        Assert.All(gradients, o => Assert.IsType<MatMul>(o.Value.Op));
    }

    [Fact]
    public void The_gradient_of_cross_entropy_is_softmax_less_one_hot_without_a_gather()
    {
        var graph = Pipeline.Training(Networks.Perceptron());
        Assert.Single(graph.Nodes, n => n.Op is Exp);
        Assert.Single(graph.Nodes, n => n.Op is Equal);
    }

    private static NdArray Differences(Graph graph, Dictionary<string, NdArray> leaves, Output gradient) =>
        GradientCheck.Differences(graph, leaves, gradient.Name);
}
