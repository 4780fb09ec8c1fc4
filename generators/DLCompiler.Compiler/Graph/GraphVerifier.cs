using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Graphs;

/// <summary>What ops a graph may have, which is less from stage to stage.</summary>
public enum GraphStage
{
    /// <summary>Anything that the tracer makes.</summary>
    Traced,

    /// <summary>Only ops that state a gradient.</summary>
    Differentiable,

    /// <summary>Only primitives.</summary>
    Primitive,

    /// <summary>Only primitives that are lowered: no barrier for gradients.</summary>
    Lowerable,
}

/// <summary>
/// Checks what every pass must keep: types that follow from the inputs', the ops of the stage, outputs that make
/// sense.
/// </summary>
public static class GraphVerifier
{
    /// <exception cref="InvalidOperationException">
    /// The graph is malformed; the message names the node and shows the graph.
    /// </exception>
    public static void Verify(Graph graph, GraphStage stage)
    {
        foreach (var node in graph.Nodes)
        {
            if (!IsAllowed(node.Op, stage)) throw Fail(graph, $"{node.Op} is no op of the stage {stage}");
            CheckTypes(graph, node);
            if (node.Op is Scan scan) Verify(scan.Step.Graph, stage);
            if (node.Op is not Result && node.Inputs.FirstOrDefault(i => i.Types.Count > 1) is { } several)
                throw Fail(graph, $"{node} takes {several.Op}, which has several results, instead of one of them");
        }

        foreach (var output in graph.Outputs) CheckOutput(graph, output);
        var repeated = graph.Outputs.GroupBy(o => (o.Kind, o.Name)).FirstOrDefault(g => g.Count() > 1);
        if (repeated is not null) throw Fail(graph, $"the output {repeated.Key} is there twice");
    }

    private static bool IsAllowed(Op op, GraphStage stage) => stage switch
    {
        GraphStage.Traced => true,
        GraphStage.Differentiable => op is IDifferentiable,
        GraphStage.Primitive => op is Primitive,
        _ => op is Primitive and not StopGradient,
    };

    private static void CheckTypes(Graph graph, Node node)
    {
        IReadOnlyList<TensorType> inferred;
        try
        {
            inferred = node.Op.TypesOf(node.Inputs);
        }
        catch (Exception e) when (e is ShapeException or InvalidOperationException)
        {
            throw Fail(graph, $"{node} does not take its inputs: {e.Message}");
        }

        if (!inferred.SequenceEqual(node.Types)) throw Fail(graph, $"{node} should be {string.Join(", ", inferred)}");
    }

    private static void CheckOutput(Graph graph, Output output)
    {
        var type = output.Value.Type;
        bool isGradient = output.Kind is OutputKind.ParameterGradient or OutputKind.InputGradient;
        if (output.Kind is OutputKind.Loss or OutputKind.LossPart && type != TensorType.Float(Shape.Scalar))
            throw Fail(graph, $"the loss is no scalar but {type}");
        if (isGradient && graph.Nodes.FirstOrDefault(n => IsLeaf(n.Op, output.Name)) is { } leaf && leaf.Type != type)
            throw Fail(graph, $"the gradient of '{output.Name}' is {type}, not {leaf.Type}");
    }

    private static bool IsLeaf(Op op, string name) =>
        op is Parameter parameter ? parameter.ParameterName == name : op is Input input && input.InputName == name;

    private static InvalidOperationException Fail(Graph graph, string problem) =>
        new($"{problem}, in the graph{Environment.NewLine}{GraphPrinter.Print(graph)}");
}
