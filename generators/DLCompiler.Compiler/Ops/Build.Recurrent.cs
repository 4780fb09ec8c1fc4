using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <content>Recurrence.</content>
public static partial class Build
{
    /// <summary>What a step makes of its slices and states: the next states, and its outputs.</summary>
    public delegate (IReadOnlyList<Node> Next, IReadOnlyList<Node> Outputs) StepBuilder(
        IReadOnlyList<Node> slices, IReadOnlyList<Node> states);

    /// <summary>A loop with states over the first axis of sequences.</summary>
    /// <param name="sequences">[T, ...] each.</param>
    /// <param name="initial">The states before the first step.</param>
    /// <param name="reverse">Whether the walk begins at the last slice.</param>
    /// <param name="stream">The scan's number among the random ops: those of higher numbers draw anew in each step.</param>
    /// <param name="step">Builds one step.</param>
    /// <returns>The last states, then the stacked outputs, [T, ...].</returns>
    public static IReadOnlyList<Node> Scan(
        IReadOnlyList<Node> sequences, IReadOnlyList<Node> initial, bool reverse, int stream, StepBuilder step)
    {
        var slices = sequences.Select((s, i) => Body.Parameter(i, SliceType(s))).ToList();
        var states = initial.Select((s, i) => Body.Parameter(slices.Count + i, s.Type)).ToList();
        var (next, outputs) = step(slices, states);
        var (body, captured) = StepTrace.Close([.. slices, .. states], [.. next, .. outputs], stream);
        var scan = new Scan(body, slices.Count, states.Count, sequences[0].Shape[0], reverse);
        var node = new Node(scan, [.. sequences, .. initial, .. captured]);
        return Results(node);
    }

    /// <summary>Each result of a node that has several.</summary>
    public static IReadOnlyList<Node> Results(Node node) =>
        [.. Enumerable.Range(0, node.Types.Count).Select(node.Result)];

    private static Shapes.TensorType SliceType(Node sequence) =>
        sequence.Type with { Shape = Shapes.Shape.Of(sequence.Shape.Dims.Skip(1)) };
}
