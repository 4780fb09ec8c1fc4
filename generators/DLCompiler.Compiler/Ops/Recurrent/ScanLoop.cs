using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// A <see cref="Scan"/> as it is run: its results are the memory that the steps fill. A state that is wanted after
/// every step is kept in all T + 1 of them; any other alternates between two places, the first of which has the last.
/// Outputs that are states need no memory of their own.
/// </summary>
/// <param name="Step">What one step computes.</param>
/// <param name="Sequences">How many inputs are walked.</param>
/// <param name="Kept">Of each state, whether all are kept.</param>
/// <param name="Steps">T.</param>
/// <param name="Reverse">Whether the walk begins at the last slice.</param>
public sealed record ScanLoop(Body Step, int Sequences, EquatableArray<bool> Kept, Dim Steps, bool Reverse) : Primitive
{
    public override string Attributes => $"steps: {Steps}{(Reverse ? ", reverse" : "")}";

    public int States => Kept.Count;

    /// <summary>The place, among all that are kept, of the states before the first step.</summary>
    public Dim First => Reverse ? Steps : Dim.Zero;

    /// <summary>The place of the states after the last step.</summary>
    public Dim Last => Reverse ? Dim.Zero : Steps;

    /// <summary>What is to be added to a position for the place of the states before its step.</summary>
    public Dim Before => Reverse ? Dim.One : Dim.Zero;

    /// <summary>What is to be added to a position for the place of the states after its step.</summary>
    public Dim After => Reverse ? Dim.Zero : Dim.One;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => InferAll(inputs)[0];

    /// <summary>The states, the outputs, then the second places of states that are not kept.</summary>
    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs)
    {
        var types = Step.Results.Select(r => r.Type).ToList();
        var states = types.Take(States).Select((t, i) => Kept[i] ? Many(t, Steps + 1) : t);
        var outputs = types.Skip(States).Select(t => Many(t, Steps));
        return [.. states, .. outputs, .. types.Take(States).Where((_, i) => !Kept[i])];
    }

    /// <summary>The result that is the second place of a state that is not kept.</summary>
    public int SecondPlace(int state) => Step.Results.Count + Enumerable.Range(0, state).Count(i => !Kept[i]);

    private static TensorType Many(TensorType type, Dim count) =>
        type with { Shape = Shape.Of(type.Shape.Dims.Prepend(count)) };
}
