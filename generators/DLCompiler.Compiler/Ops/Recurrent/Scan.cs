using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// A loop with states. The inputs are the sequences [T, ...], the states before the first step, and what the step
/// captures; the results are the states after the last step, and the outputs of all steps, [T, ...]. The step's
/// parameters are a slice of each sequence, the states, and what is captured; its results are the next states and the
/// outputs.
/// </summary>
/// <param name="Step">What one step computes.</param>
/// <param name="Sequences">How many inputs are walked.</param>
/// <param name="States">How many states there are.</param>
/// <param name="Steps">T.</param>
/// <param name="Reverse">Whether the walk begins at the last slice.</param>
public sealed partial record Scan(Body Step, int Sequences, int States, Dim Steps, bool Reverse) : Primitive
{
    public override string Attributes =>
        $"steps: {Steps}, sequences: {Sequences}, states: {States}{(Reverse ? ", reverse" : "")}";

    /// <summary>How many results are stacked outputs.</summary>
    public int Outputs => Step.Results.Count - States;

    /// <summary>How many inputs the step sees whole.</summary>
    public int Captures => Step.Parameters.Count - Sequences - States;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => InferAll(inputs)[0];

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs)
    {
        var expected = Step.Parameters.Select((p, i) => i < Sequences ? Stacked(p.Type) : p.Type).ToList();
        if (!inputs.SequenceEqual(expected))
        {
            throw new InvalidOperationException(
                $"A scan of {string.Join(", ", expected)} does not take {string.Join(", ", inputs)}.");
        }

        return [.. Step.Results.Select((r, i) => i < States ? r.Type : Stacked(r.Type))];
    }

    /// <summary>The graph with a pass applied to the step of each scan.</summary>
    public static Graph RewriteSteps(Graph graph, Func<Graph, Graph> pass) => !graph.Has<Scan>() ? graph : graph.Rewrite(node =>
        node.Op is Scan scan ? new Node(scan with { Step = scan.Step.Apply(pass) }, [.. node.Inputs]) : node);

    /// <summary>The type of a value in all steps.</summary>
    public TensorType Stacked(TensorType type) => type with { Shape = Shape.Of(type.Shape.Dims.Prepend(Steps)) };
}
