using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Ops;

/// <summary>Every case of every op: shape rule, refusal, decomposition, gradient, passes.</summary>
public class OpCaseTests
{
    public static TheoryData<string, int> Working => Cases(c => c.Fails is null);

    public static TheoryData<string, int> Failing => Cases(c => c.Fails is not null);

    public static TheoryData<string, int> Differentiable => Cases(c => c.Fails is null && c.Differentiable);

    [Theory]
    [MemberData(nameof(Working))]
    public void Composites_infer_the_types_of_what_they_decompose_to(string op, int index)
    {
        foreach (var node in GraphOf(Case(op, index)).Nodes)
        {
            if (node.Op is Composite composite) Assert.Equal(node.Type, composite.Decompose(node.Inputs).Type);
        }
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public void Wrong_shapes_are_refused_by_their_rule(string op, int index)
    {
        var use = Case(op, index);
        var error = Assert.Throws<ShapeException>(() => CaseCompiler.Compile(use));
        Assert.Equal(use.Fails, error.Rule);
    }

    [Theory]
    [MemberData(nameof(Working))]
    public void Passes_keep_the_values(string op, int index)
    {
        var use = Case(op, index);
        var graph = GraphOf(use);
        var leaves = Leaves(graph, use);
        var expected = new Interpreter(Samples.Symbols, leaves).Evaluate(graph.Outputs[0].Value);
        Pipeline.Inference(graph, (stage, result) => Numbers.AssertClose(
            expected, new Interpreter(Samples.Symbols, leaves).Evaluate(result.Outputs[0].Value), 1e-12, stage));
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_are_central_differences(string op, int index)
    {
        var use = Case(op, index);
        var loss = Weighted(GraphOf(use));
        var leaves = Leaves(loss, use);
        var floats = CaseInputs.Parse(use.Inputs).Where(i => i.Type.DType == DType.Float32);
        string[] inputs = [.. floats.Select(i => i.Name)];
        var expected = inputs.ToDictionary(name => name, name => GradientCheck.Differences(loss, leaves, name));
        Pipeline.Training(loss, inputs, (stage, graph) =>
        {
            var interpreter = new Interpreter(Samples.Symbols, leaves);
            foreach (var output in graph.Outputs.Where(o => o.Kind == OutputKind.InputGradient))
            {
                var gradient = interpreter.Evaluate(output.Value);
                Numbers.AssertClose(expected[output.Name], gradient, 1e-6, $"{stage}: {output.Name}");
            }
        });
    }

    private static TheoryData<string, int> Cases(Func<OpCase, bool> filter)
    {
        var data = new TheoryData<string, int>();
        foreach (var op in OpRegistry.Ops)
        {
            for (int i = 0; i < op.Cases.Count; i++)
            {
                if (filter(op.Cases[i])) data.Add(op.Name, i);
            }
        }

        return data;
    }

    private static OpCase Case(string op, int index) => OpRegistry.Find(op)!.Cases[index];

    private static Graph GraphOf(OpCase use) =>
        new([new Output(OutputKind.Result, "result", CaseCompiler.Compile(use).AsNode()!)]);

    /// <summary>A loss that depends on every element in its own way: the sum of the results times weights.</summary>
    private static Graph Weighted(Graph graph)
    {
        var result = graph.Outputs[0].Value;
        var weighted = result * new Node(new Input("weights", result.Type));
        var loss = Build.DropAxes(Build.Sum(weighted, Build.AllAxes(weighted)), Build.AllAxes(weighted));
        return new Graph([new Output(OutputKind.Loss, "loss", loss)]);
    }

    private static Dictionary<string, NdArray> Leaves(Graph graph, OpCase use) =>
        Samples.Leaves(graph, 1, use.Domain, CaseInputs.Parse(use.Inputs).Max(i => i.Bound) ?? 1);
}
