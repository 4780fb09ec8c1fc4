using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Passes;

namespace DLCompiler.Compiler.Ops;

/// <content>
/// Backpropagation through time: a scan from the last step to the first, whose states are the gradients by the states.
/// What a step needs of the forward step is an output of the forward scan, or is computed again from such. The gradient
/// by what is captured is the sum of all steps' shares.
/// </content>
public sealed partial record Scan
{
    public override IReadOnlyList<Node?> Gradients(Node node, IReadOnlyList<Node?> gradients)
    {
        var arrived = Enumerable.Range(States, Outputs).Where(r => gradients[r] is not null).ToList();
        var saved = Enumerable.Range(States, Outputs).Where(r => !Step.Parameters.Take(Sequences).Contains(Step.Results[r]))
            .ToList();
        Node[] operands =
        [
            .. node.Inputs.Take(Sequences),
            .. saved.Select(node.Result),
            .. arrived.Select(r => gradients[r]!),
            .. Enumerable.Range(0, States).Select(s => gradients[s] ?? Build.Fill(0, node.Types[s].Shape)),
            .. node.Inputs.Skip(Sequences + States),
        ];
        int sequences = Sequences + saved.Count + arrived.Count;
        var parameters = operands.Select((o, i) => Body.Parameter(i, i < sequences ? SliceOf(o) : o.Type)).ToList();
        var ofStates = parameters.Skip(sequences).Take(States).ToList();
        for (int s = 0; s < States; s++) ofStates[s].From(GradientOf(Step.Parameters[Sequences + s].Origin));

        var values = ofStates.Select((gradient, s) => (Step.Results[s], gradient))
            .Concat(arrived.Select((r, i) => (Step.Results[r], parameters[Sequences + saved.Count + i])));
        var shares = Differentiate.Pullback([.. values], Step.Parameters);

        var forward = new Substitution();
        for (int i = 0; i < saved.Count; i++) forward[Step.Results[saved[i]]] = parameters[Sequences + i];
        for (int i = 0; i < Sequences; i++) forward[Step.Parameters[i]] = parameters[i];
        for (int i = Sequences + States; i < Step.Parameters.Count; i++)
            forward[Step.Parameters[i]] = parameters[sequences + i - Sequences];

        var outputs = Enumerable.Range(0, shares.Count).Where(i => shares[i] is not null && !IsState(i)).ToList();
        var next = Enumerable.Range(Sequences, States).Select(i => shares[i] ?? Build.Fill(0, Step.Parameters[i].Shape));
        var results = next.Concat(outputs.Select(i => shares[i]!)).Select(forward.Apply).ToList();
        var step = new Body(parameters, results).With(results, i => parameters[i] is var p && ofStates.Contains(p), out var kept);
        var scan = new Scan(step, kept.Count(i => i < sequences), States, Steps, !Reverse);
        var backward = Build.Results(new Node(scan, [.. kept.Select(i => operands[i])]));

        var result = new Node?[Step.Parameters.Count];
        for (int s = 0; s < States; s++) result[Sequences + s] = backward[s];
        for (int o = 0; o < outputs.Count; o++)
        {
            var stack = backward[States + o];
            bool isCaptured = outputs[o] >= Sequences;
            result[outputs[o]] = isCaptured ? Build.DropAxes(Build.Sum(stack, [0]), [0]) : stack;
        }

        return result;
    }

    private static Origin? GradientOf(Origin? state) => state is { Name: { } name }
        ? state with { Text = $"gradient of {state.Text}", Name = name + "Gradient" }
        : state;

    private static Shapes.TensorType SliceOf(Node sequence) =>
        sequence.Type with { Shape = Shapes.Shape.Of(sequence.Shape.Dims.Skip(1)) };

    private bool IsState(int parameter) => parameter >= Sequences && parameter < Sequences + States;
}
