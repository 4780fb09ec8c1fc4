using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Passes;

/// <summary>Ops with several results, and calls of the run-time library.</summary>
public class SeveralResultsTests
{
    private static readonly Node X = Networks.Input("x", Dim.Symbol("N"), 3);
    private static readonly Node W = Networks.Parameter("w", 3);

    private static readonly Node Both = new(new SumAndDifference(), X * Build.BroadcastTo(W, X.Shape), X);

    [Fact]
    public void The_gradients_of_all_results_meet_in_the_rule()
    {
        AssertGradient(5, (Both.Result(0) * 2) + (Both.Result(1) * 3));
        AssertGradient(2, Both.Result(0) * 2);
        AssertGradient(3, Both.Result(1) * 3);
        AssertGradient(2, Both.Result(0) + Both.Result(0));
    }

    [Fact]
    public void An_op_with_several_results_is_only_used_through_them()
    {
        var graph = new Graph([new Output(OutputKind.Result, "y", Build.Relu(Both))]);
        var refused = Assert.Throws<InvalidOperationException>(
            () => GraphVerifier.Verify(graph, GraphStage.Primitive));
        Assert.Contains("several results", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "%0 [N, 3] = Input(x)\n%1 [3] = Parameter(w)\n", GraphPrinter.Print(graph), StringComparison.Ordinal);
        Assert.Contains("([N, 3], [N, 3]) = SumAndDifference(", GraphPrinter.Print(graph), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_is_a_kernel_of_its_own_that_stores_what_is_needed()
    {
        var graph = new Graph([new Output(OutputKind.Result, "y", Build.Exp(Build.Tanh(Both.Result(1))))]);
        var program = Fuse.Run(graph);
        Assert.Equal(3, program.Kernels.Count);
        var call = Assert.Single(program.Kernels, k => k.Call is not null);
        Assert.Equal([new Result(1)], call.Stores.Select(s => s.Target.Op));
        Assert.Equal(2, program.Reads[call].Count);
        Assert.Equal(2, BufferPlan.Of(program).Buffers.Count);
    }

    [Fact]
    public void Operands_that_lie_otherwise_than_the_routine_takes_them_are_copied()
    {
        int KernelsOf(Node second) => Fuse.Run(new Graph(
            [new Output(OutputKind.Result, "y", new Node(new SumAndDifference(), X, second).Result(0))])).Kernels.Count;

        var wide = Networks.Input("wide", Dim.Symbol("N"), 6);
        Assert.Equal(1, KernelsOf(Build.Slice(wide, 1, 3, 3)));
        Assert.Equal(2, KernelsOf(Build.Slice(wide, 1, 0, 3, 2)));
        Assert.Equal(2, KernelsOf(Build.Transpose(Networks.Input("t", 3, Dim.Symbol("N")))));
    }

    /// <summary>
    /// The gradient by w of the mean, times the number of elements and by x, is a number that is the same everywhere.
    /// </summary>
    private static void AssertGradient(double expected, Node result)
    {
        var loss = Build.MeanOfAll(result) * (Scalar)X.Shape.Count;
        var graph = Differentiate.Run(
            Decompose.ForDifferentiation(new Graph([new Output(OutputKind.Loss, "loss", loss)])), []);
        GraphVerifier.Verify(graph, GraphStage.Differentiable);
        var leaves = new Dictionary<string, NdArray>
        {
            ["x"] = NdArray.Of(Samples.Sizes(X.Shape), _ => 1),
            ["w"] = NdArray.Of([3], _ => 0),
        };
        var gradient = new Interpreter(Samples.Symbols, leaves).Evaluate(graph.Outputs.Single(o => o.Name == "w").Value);
        double rows = Samples.Symbols["N"];
        Assert.All(gradient.Values, v => Assert.Equal(expected, v / rows, 1e-12));
    }

    /// <summary>x + y and x − y, as a routine that takes rows of y from anywhere.</summary>
    private sealed record SumAndDifference : LibraryCall
    {
        public override string Routine => "Test.SumAndDifference";

        public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0];

        public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs) => [inputs[0], inputs[0]];

        public override IReadOnlyList<CallArgument> Arguments(Node node) =>
        [
            new ResultArgument(0), new ResultArgument(1), new OperandArgument(0),
            new OperandArgument(1, OperandForm.Rows),
        ];

        public override IReadOnlyList<Node?> Gradients(Node node, IReadOnlyList<Node?> gradients)
        {
            Node sum = gradients[0] ?? Build.ZerosLike(node.Inputs[0]), difference = gradients[1] ?? Build.ZerosLike(sum);
            return [sum + difference, sum - difference];
        }
    }
}
