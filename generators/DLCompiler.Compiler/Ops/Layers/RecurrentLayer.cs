using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The layers <c>[Rnn(16)]</c>, <c>[Lstm(16)]</c> and <c>[Gru(16)]</c>: scans of a cell, in one or both directions, layer
/// upon layer. Inside, the axis of time is the first, so that the product with the input is one for all steps and its
/// rows are those that a step reads.
/// </summary>
public static class RecurrentLayer
{
    public static readonly LayerDefinition Rnn = Define(
        "Rnn", "A recurrent network with tanh or ReLU (Elman 1990); PyTorch's nn.RNN, batch first.", RecurrentCell.Rnn(Build.Tanh),
        call => RecurrentCell.Rnn(Nonlinearity(call)));

    public static readonly LayerDefinition Lstm = Define(
        "Lstm", "Long short-term memory (Hochreiter, Schmidhuber 1997); PyTorch's nn.LSTM, batch first.",
        RecurrentCell.Lstm);

    public static readonly LayerDefinition Gru = Define(
        "Gru", "Gated recurrent units (Cho et al. 2014); PyTorch's nn.GRU, batch first.", RecurrentCell.Gru);

    private static LayerDefinition Define(
        string name, string summary, RecurrentCell cell, Func<LayerCall, RecurrentCell>? choose = null)
    {
        string rows = cell.Gates == 1 ? "H" : $"{cell.Gates}·H";
        string all = string.Join(", ", cell.States);
        return new LayerDefinition(name, summary, call => new Walks(call, name, choose?.Invoke(call) ?? cell).Run())
        {
            Takes =
            [
                new("x", DType.Float32),
                .. cell.States.Select(s => new LayerInput(s, DType.Float32, Optional: true)),
                new("lengths", DType.Int32, Optional: true),
            ],
            Results = 1 + cell.States.Count,
            ShapeRule = $"x: [N, T, C], {all}: [L·D, N, H], lengths: int[N] → output: [N, T, D·H], {all}: [L·D, N, H], for L "
                + $"layers and D directions; weight_ih_l0: [{rows}, C], weight_hh_l0: [{rows}, H], bias_ih_l0, bias_hh_l0: "
                + $"[{rows}], then _l0_reverse, _l1, …",
            EagerOptions = name == "Rnn" ? ["Nonlinearity", .. Options] : Options,
        };
    }

    private static string[] Options => ["Layers", "Bias", "Bidirectional", "Dropout"];

    private static Func<Node, Node> Nonlinearity(LayerCall call)
    {
        string name = call.Has("Nonlinearity") && call["Nonlinearity"] is TextValue text ? text.Text : "tanh";
        return name switch
        {
            "tanh" => Build.Tanh,
            "relu" => Build.Relu,
            _ => throw new ShapeException(
                "DLC1012", $"the nonlinearity of [Rnn] is \"tanh\" or \"relu\", not \"{name}\"", "Nonlinearity"),
        };
    }

    /// <summary>All walks of one call.</summary>
    private sealed class Walks
    {
        private readonly LayerCall _call;
        private readonly RecurrentCell _cell;
        private readonly string _name;
        private readonly Dim _hidden;
        private readonly int _layers;
        private readonly int _directions;
        private readonly Shape _x;
        private readonly Node? _lengths;
        private readonly IReadOnlyList<Node?> _initial;

        public Walks(LayerCall call, string name, RecurrentCell cell)
        {
            (_call, _name, _cell, _x) = (call, name, cell, call.Input.Shape);
            _hidden = call.Positive("size");
            _layers = call.Has("Layers") ? Limits.CheckCount(call.Integer("Layers"), Limits.Stacked, "Layers") : 1;
            _directions = call.Flag("Bidirectional", otherwise: false) ? 2 : 1;
            CheckInput();
            _initial = [.. call.Inputs.Skip(1).Take(cell.States.Count).Select(CheckState)];
            _lengths = call.Inputs[1 + cell.States.Count] is { } lengths ? CheckLengths(lengths) : null;
        }

        private Dim Batch => _x[0];

        private Dim Steps => _x[1];

        public TupleValue Run()
        {
            var x = Transpose(Real(_call.Input), 0, 1);
            var last = new List<IReadOnlyList<Node>>();
            for (int layer = 0; layer < _layers; layer++)
            {
                var outputs = new List<Node>();
                for (int direction = 0; direction < _directions; direction++)
                {
                    var states = Initial((layer * _directions) + direction);
                    string suffix = $"_l{layer}" + (direction == 1 ? "_reverse" : "");
                    var (output, next) = Walk(x, states, suffix, reverse: direction == 1);
                    outputs.Add(output);
                    last.Add(next);
                }

                x = Concat(outputs, 2);
                if (layer < _layers - 1) x = Between(x);
            }

            var all = Enumerable.Range(0, _cell.States.Count).Select(s => Concat([.. last.Select(l => Unsqueeze(l[s], 0))], 0));
            return new TupleValue([.. all.Prepend(Transpose(x, 0, 1)).Select(n => new TensorValue(n))]);
        }

        /// <param name="x">[T, N, C].</param>
        /// <param name="initial">[N, H] each.</param>
        /// <param name="suffix">What the parameters' names end in.</param>
        /// <param name="reverse">Whether the walk begins at the end.</param>
        /// <returns>[T, N, H], and the states after the last step.</returns>
        private (Node Outputs, IReadOnlyList<Node> Last) Walk(
            Node x, IReadOnlyList<Node> initial, string suffix, bool reverse)
        {
            var (ofInput, inputBias) = Weights("ih" + suffix, x.Shape[2], "Init");
            var (ofState, stateBias) = Weights("hh" + suffix, _hidden, "RecurrentInit");
            var fromInput = Linear.Of(x, ofInput, inputBias);
            Node[] sequences = _lengths is null ? [fromInput] : [fromInput, new Node(new Iota(Steps))];
            var results = Scan(sequences, initial, reverse, _call.NextRandomStream(), (slices, states) =>
            {
                var next = _cell.Next(slices[0], Linear.Of(states[0], ofState, stateBias), states);
                if (_lengths is null) return (next, [next[0]]);
                var isReal = Unsqueeze(Less(slices[1], Float(_lengths)), 1);
                return ([.. next.Select((n, s) => Where(isReal, n, states[s]))], [Where(isReal, next[0], Number(0))]);
            });
            return (results[initial.Count], [.. results.Take(initial.Count)]);
        }

        private (Node Weight, Node? Bias) Weights(string suffix, Dim inputs, string init)
        {
            var rows = _cell.Gates * _hidden;
            var fans = new Fans(inputs, rows);
            var uniform = new Initializer(InitializerKind.Uniform, 1 / Math.Sqrt(new Fans(_hidden, rows).In));
            var weight = _call.Parameter(
                $"weight_{suffix}", Shape.Of(rows, inputs), Initialization.Of(_call, init, fans, uniform));
            var bias = _call.Flag("Bias", otherwise: true)
                ? _call.Parameter($"bias_{suffix}", Shape.Of(rows), Initialization.Of(_call, "BiasInit", fans, uniform))
                : null;
            return (weight, bias);
        }

        private List<Node> Initial(int walk) =>
        [
            .. _initial.Select(s => s is null
                ? Fill(0, Shape.Of(Batch, _hidden))
                : DropAxes(Slice(s, 0, walk, Dim.One), [0])),
        ];

        private Node Between(Node x) => _call.Has("Dropout") ? Dropout.Of(_call, x, "Dropout") : x;

        /// <summary>Padding may hold anything, and 0 times anything is not 0: so it becomes 0 before all else.</summary>
        private Node Real(Node x) => _lengths is null
            ? x
            : Where(Unsqueeze(new Node(new SequenceMask(Steps), _lengths), 2), x, Number(0));

        private void CheckInput()
        {
            if (_x.Rank != 3) throw new ShapeException("DLC1006", $"{_name} takes [N, T, C], not {_x}", "x");
            Constraints.RequireAtMost(
                Dim.One, Steps, "DLC1017", () => $"{_name} needs at least one step, and {_x} has {Steps}", "x");
            _call.Stated(2, "last axis is");
        }

        private Node? CheckState(Node? state, int index)
        {
            if (state is null) return null;
            var expected = Shape.Of(_layers * _directions, Batch, _hidden);
            return Fit(state, expected, _cell.States[index], "[layers · directions, N, H]");
        }

        private Node CheckLengths(Node lengths) => Fit(lengths, Shape.Of(Batch), "lengths", "one a sequence");

        private Node Fit(Node x, Shape expected, string argument, string meaning)
        {
            string Message() => $"{_name} takes '{argument}' of shape {expected}, {meaning}, not {x.Shape}";
            if (x.Rank != expected.Rank) throw new ShapeException("DLC1006", Message(), argument);
            for (int axis = 0; axis < x.Rank; axis++)
                Constraints.Require(x.Shape[axis], expected[axis], "DLC1017", Message, argument);
            return Reshape(x, expected);
        }
    }
}
