namespace DLCompiler.Runtime;

/// <summary>The eager form of recurrent layers: walks of a cell, in one or both directions, layer upon layer.</summary>
internal sealed class RecurrentNetwork(
    string layer, EagerScope scope, string name, int layers, bool bias, bool bidirectional, float? dropout)
{
    private int Directions => bidirectional ? 2 : 1;

    /// <summary>
    /// The next states from x·W_ihᵀ + b_ih, h·W_hhᵀ + b_hh and the states, of which h is the first.
    /// </summary>
    public delegate Tensor[] Cell(Tensor fromInput, Tensor fromState, Tensor[] states);

    /// <param name="x">[N, T, C].</param>
    /// <param name="initial">[layers · directions, N, H] each; null for zeros.</param>
    /// <param name="lengths">[N]; null where all steps are real.</param>
    /// <param name="cell">One step.</param>
    /// <returns>[N, T, directions · H], and the states after the last step.</returns>
    public (Tensor Output, Tensor[] Last) Run(Tensor x, Tensor?[] initial, IntTensor? lengths, Cell cell)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 3 || x.Size(1) == 0)
            throw Wrong(nameof(x), "takes [N, T, C] with at least one step", x.Dimensions);
        if (lengths is not null && !lengths.Dimensions.AsSpan().SequenceEqual([x.Size(0)]))
            throw Wrong(nameof(lengths), "takes a length a sequence", lengths.Dimensions);
        int[] shape = [layers * Directions, x.Size(0), Parameter("weight_hh", "_l0").Size(1)];
        var states = Array.ConvertAll(initial, state => state ?? Tensor.Result(new double[ShapeText.Count(shape)], shape));
        if (Array.Find(states, state => !state.Dimensions.AsSpan().SequenceEqual(shape)) is { } other)
            throw Wrong("state", $"takes states {ShapeText.Of(shape)}", other.Dimensions);

        var mask = lengths is null ? null : Ops.SequenceMask(lengths, x.Size(1));
        if (mask is not null) x = Ops.Where(Ops.Unsqueeze(mask, -1), x, 0f);
        x = Ops.Transpose(x, 0, 1);
        var last = new List<Tensor[]>();
        for (int l = 0; l < layers; l++)
        {
            var outputs = new Tensor[Directions];
            for (int d = 0; d < Directions; d++)
            {
                var first = Array.ConvertAll(states, state => state[last.Count]);
                var (output, end) = Walk(x, first, mask, $"_l{l}{(d == 1 ? "_reverse" : "")}", d == 1, cell);
                outputs[d] = output;
                last.Add(end);
            }

            x = Ops.Concat(outputs, axis: 2);
            if (l < layers - 1 && dropout is { } probability) x = Ops.Dropout(x, probability);
        }

        return (Ops.Transpose(x, 0, 1), [.. states.Select((_, s) => Ops.Stack([.. last.Select(l => l[s])], axis: 0))]);
    }

    private (Tensor Output, Tensor[] Last) Walk(
        Tensor x, Tensor[] initial, Tensor? mask, string suffix, bool reverse, Cell cell)
    {
        var fromInput = Ops.Linear(x, Parameter("weight_ih", suffix), Bias("bias_ih", suffix));
        Tensor ofState = Parameter("weight_hh", suffix);
        var stateBias = Bias("bias_hh", suffix);
        Tensor[] sequences = mask is null ? [fromInput] : [fromInput, Ops.Transpose(mask)];
        return Recurrence.Run(sequences, initial, Step, axis: 0, reverse);

        (Tensor, Tensor[]) Step(Tensor[] slices, Tensor[] states)
        {
            var next = cell(slices[0], Ops.Linear(states[0], ofState, stateBias), states);
            if (mask is null) return (next[0], next);
            var isReal = Ops.Unsqueeze(slices[1], -1);
            return (Ops.Where(isReal, next[0], 0f), [.. next.Select((n, s) => Ops.Where(isReal, n, states[s]))]);
        }
    }

    private Tensor? Bias(string parameter, string suffix) => bias ? Parameter(parameter, suffix) : null;

    private Tensor Parameter(string parameter, string suffix) => scope.Parameter($"{name}.{parameter}{suffix}");

    private ArgumentException Wrong(string argument, string expected, int[] shape) =>
        new($"{layer} {expected}, not {ShapeText.Of(shape)}.", argument);
}
