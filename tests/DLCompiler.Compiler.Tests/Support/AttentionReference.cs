using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Tests.Support;

/// <summary>Attention, and its gradient, by the formula: all scores at once, in ops that the interpreter knows.</summary>
internal static class AttentionReference
{
    public static NdArray[] Results(Node node, NdArray[] x, IReadOnlyDictionary<string, long> symbols)
    {
        var op = (AttentionOp)node.Op;
        var leaves = node.Inputs.Select((input, i) => new Node(new Input($"{i}", input.Type))).ToList();
        var interpreter = new Interpreter(symbols, x.Select((array, i) => (array, i)).ToDictionary(p => $"{p.i}", p => p.array));
        var (result, logSums) = Forward(op.Options, leaves);
        if (op is Attention) return [interpreter.Evaluate(Permute(result, [0, 2, 1, 3])), interpreter.Evaluate(logSums)];

        int count = 3 + (op.Options.HasBias ? 1 : 0);
        var all = AllAxes(result);
        var loss = DropAxes(Sum(result * leaves[^1], all), all);
        var graph = Differentiate.Run(
            Decompose.ForDifferentiation(new Graph([new Output(OutputKind.Loss, "loss", loss)])),
            [.. Enumerable.Range(0, count).Select(i => $"{i}")]);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var gradient = graph.Outputs.Single(o => o.Kind == OutputKind.InputGradient && o.Name == $"{i}").Value;
                return interpreter.Evaluate(i < 3 ? Permute(gradient, [0, 2, 1, 3]) : gradient);
            }),
        ];
    }

    private static (Node Result, Node LogSums) Forward(AttentionOptions options, List<Node> inputs)
    {
        Node query = inputs[0], key = Shared(inputs[1], query.Shape[1]), value = Shared(inputs[2], query.Shape[1]);
        var scores = MatMul(query, Transpose(key)) * options.Scale;
        if (options.HasBias) scores += inputs[3];
        Dim queries = query.Shape[2], keys = key.Shape[2];
        var position = Arange(keys, Shape.Of(1, 1, 1, keys));
        var hidden = Number(0);
        if (options.Causal)
            hidden = Greater(position, Arange(queries, Shape.Of(1, 1, queries, 1)) + (Scalar)options.Offset);
        if (options.HasLengths)
        {
            var lengths = Float(inputs[options.HasBias ? 4 : 3]);
            hidden = Maximum(hidden, GreaterEqual(position, Reshape(lengths, Shape.Of(lengths.Shape[0], 1, 1, 1))));
        }

        scores = Where(hidden, Number(double.NegativeInfinity), scores);
        var greatest = StopGradient(Max(scores, [3]));
        var none = Equal(greatest, Number(double.NegativeInfinity));
        var exponentials = Exp(scores - Where(none, Number(0), greatest));
        var sum = Sum(exponentials, [3]);
        var weights = exponentials / Where(none, Number(1), sum);
        var logSums = Where(none, Number(double.PositiveInfinity), Log(sum) + greatest);
        if (options.Dropout > 0)
        {
            var shape = Shape.Of(query.Shape[0], query.Shape[1], keys, queries);
            var random = Transpose(new Node(new RandomUniform(options.Stream, shape)));
            weights = Where(Less(random, Number(options.Dropout)), Number(0), weights * (1 / (1 - options.Dropout)));
        }

        return (MatMul(weights, value), DropAxes(logSums, [3]));
    }

    private static Node Arange(Dim count, Shape shape) => Reshape(new Node(new Iota(count)), shape);

    /// <summary>Each head of keys as often as there are heads of queries that it serves.</summary>
    private static Node Shared(Node x, Dim heads)
    {
        var own = x.Shape;
        var group = Dim.FloorDiv(heads, own[1]);
        var apart = Reshape(x, Shape.Of(own[0], own[1], 1, own[2], own[3]));
        return Reshape(BroadcastTo(apart, Shape.Of(own[0], own[1], group, own[2], own[3])), own.With(1, heads));
    }
}
