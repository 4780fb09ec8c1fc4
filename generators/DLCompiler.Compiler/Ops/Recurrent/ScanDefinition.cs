using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <content>The op that users call.</content>
public sealed partial record Scan
{
    public static readonly OpDefinition Definition = new(
        "Scan",
        "Walks along an axis with states: each step takes a slice and the states, and gives an output and the next "
        + "states. Its gradient is backpropagation through time; JAX's lax.scan.",
        Define)
    {
        Signatures =
        [
            .. from sequences in new[] { "Tensor x", "Tensor[] xs" }
                from states in new[] { 1, 2, 3 }
                select Signature(sequences, states),
        ],
        Formula = "(yₜ, sₜ₊₁) = step(xₜ, sₜ), s₀ = initial; the step may capture tensors and call layers",
        ShapeRule = "x: [N, T, C], states: any shapes, which steps keep, an output: [N, H], axis: 1 → [N, T, H]",
        Cases =
        [
            new("Scan(x, h, (xt, s) => (xt * s, Tanh(xt + s))).Outputs", "x: [N, T, 3]; h: [N, 3]"),
            new("Scan(x, h, (xt, s) => (xt * s, Tanh(xt + s))).Last", "x: [N, T, 3]; h: [N, 3]"),
            new("Scan(x, h, (xt, s) => (s, Tanh(MatMul(xt, w) + MatMul(s, u)))).Last",
                "x: [N, T, 3]; h: [N, 4]; w: [3, 4]; u: [4, 4]"),
            new("Scan(x, h, (xt, s) => (s * g, Sigmoid(xt + s)), axis: 0).Outputs", "x: [T, N]; h: [N]; g: [1]"),
            new("Scan(x, h, (xt, s) => (xt - s, xt * Sum(s)), axis: -1, reverse: true).Outputs", "x: [N, T]; h: [N]"),
            new("Scan(x, a, b, (xt, s, t) => (s * t, Tanh(xt + t), s)).Last2", "x: [N, T, 2]; a: [N, 2]; b: [N, 2]"),
            new("Scan([x, y], a, b, c, (xs, s, t, u) => (xs[0] + u, t * xs[1], Tanh(u), s + t)).Outputs",
                "x: [N, T, 2]; y: [N, T, 1]; a: [N, 2]; b: [N, 2]; c: [N, 2]"),
            new("Scan(x, h, (xt, s) => (s, MatMul(xt, w))).Last", "x: [N, T, 3]; h: [N, 3]; w: [3, 4]")
            {
                Fails = "DLC1017",
            },
            new("Scan([x, y], h, (xs, s) => (s, s + xs[0])).Last", "x: [N, 3, 2]; y: [N, 4, 2]; h: [N, 2]")
            {
                Fails = "DLC1017",
            },
            new("Scan(x, h, (xt, s) => (s, s + xt), axis: 3).Last", "x: [N, T, 3]; h: [N, 3]") { Fails = "DLC1002" },
        ],
    };

    private static string Signature(string sequences, int states)
    {
        string[] numbers = states == 1 ? [""] : [.. Enumerable.Range(1, states).Select(i => $"{i}")];
        string All(string start) => string.Concat(numbers.Select(n => $", Tensor {start}{n}"));
        string slice = sequences.StartsWith("Tensor[]", StringComparison.Ordinal) ? "Tensor[]" : "Tensor";
        string arguments = slice + string.Concat(numbers.Select(_ => ", Tensor"));
        return $"(Tensor Outputs{All("Last")}) Scan({sequences}{All("initial")}, "
            + $"Func<{arguments}, (Tensor Output{All("Next")})> step, int axis = 1, bool reverse = false)";
    }

    private static TupleValue Define(CallArguments call)
    {
        bool several = call.Has("xs");
        var xs = several ? call.Tensors("xs") : [call.Tensor("x")];
        string[] names = call.Has("initial") ? ["initial"]
            : call.Has("initial3") ? ["initial1", "initial2", "initial3"]
            : ["initial1", "initial2"];
        var initial = names.Select(call.Tensor).ToList();
        var sequences = xs.Select(x => Build.MoveAxis(x, call.Axis("axis", x.Rank), 0)).ToList();
        CheckLengths(sequences);
        if (initial.FirstOrDefault(s => s.Type.DType == DType.Int32) is { } integers)
            throw ShapeException.OfIntegers("Scan", integers.Type);

        var step = call.Function("step");
        var scan = Build.Scan(sequences, initial, call.Flag("reverse"), call.NextRandomStream(), (slices, states) =>
        {
            Value[] tensors = [.. slices.Select(s => new TensorValue(s))];
            Value[] arguments = [several ? new ListValue(tensors) : tensors[0], .. states.Select(s => new TensorValue(s))];
            var result = step.Invoke(arguments);
            try
            {
                var (output, next) = Results(result, states);
                return (next, [output]);
            }
            catch (ShapeException e)
            {
                throw step.Refuse(e);
            }
        });
        var outputs = scan[initial.Count];
        var stacked = Build.MoveAxis(outputs, 0, call.Axis("axis", outputs.Rank));
        return new TupleValue([.. scan.Take(initial.Count).Prepend(stacked).Select(n => new TensorValue(n))]);
    }

    private static void CheckLengths(List<Node> sequences)
    {
        if (sequences.Count == 0) throw new ShapeException("DLC1017", "Scan needs at least one sequence", "xs");
        foreach (var other in sequences)
        {
            Dim steps = sequences[0].Shape[0], others = other.Shape[0];
            Constraints.Require(
                steps, others, "DLC1017", () => $"Scan walks sequences of one length, not of {steps} and {others}", "xs");
        }
    }

    private static (Node Output, IReadOnlyList<Node> Next) Results(Value result, IReadOnlyList<Node> states)
    {
        var items = (result as TupleValue)?.Items.Select(i => i.AsNode()).ToList();
        if (items is null || items.Count != states.Count + 1 || items.Contains(null))
        {
            throw new ShapeException(
                "DLC1017", $"a step of Scan returns a tuple: the output, and {states.Count} next state(s)");
        }

        return (Build.Float(items[0]!), [.. states.Select((before, i) => Next(before, items[i + 1]!))]);
    }

    private static Node Next(Node before, Node after)
    {
        Shape from = before.Shape, to = after.Shape;
        string Message() =>
            $"a state keeps its shape, but the step makes {to} of {before.Origin?.Name ?? "the state"}, which is {from}";
        if (after.Type.DType == DType.Int32) throw ShapeException.OfIntegers("Scan", after.Type);
        if (from.Rank != to.Rank) throw new ShapeException("DLC1017", Message());
        for (int axis = 0; axis < from.Rank; axis++) Constraints.Require(from[axis], to[axis], "DLC1017", Message);
        return Build.Reshape(after, from);
    }
}
