using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Which keys a query sees, and what becomes of scores and weights, as the ops and layers that attend say it.</summary>
internal sealed record AttentionScores(
    Node? Mask, Node? Bias, Node? Lengths, bool Causal, Dim Offset, Scalar? Scale, double Dropout);

/// <summary>What users call: brings the operands to <see cref="Attention"/>'s form.</summary>
public static class ScaledDotProductAttention
{
    private const string Name = "ScaledDotProductAttention";

    public static readonly OpDefinition Definition = new(
        Name, "Attention (Vaswani et al. 2017), blocked: the scores of all heads never exist at once.", Define)
    {
        Signatures =
        [
            $"Tensor {Name}(Tensor query, Tensor key, Tensor value, Tensor? mask = null, Tensor? bias = null, "
            + "IntTensor? lengths = null, bool causal = false, int offset = 0, float? scale = null, float dropout = 0f)",
        ],
        Formula = "softmax(query · keyᵀ · scale + bias) · value, scale = 1/√D unless given; a key is left out where 'mask' "
            + "is 0, 'bias' −∞, from lengths[n] on, and with 'causal' from i + offset + 1 on; a query without keys gives zeros",
        ShapeRule = "query: [..., H, T, D], key: [..., G, S, D], value: [..., G, S, E], G a divisor of H → [..., H, T, E]; "
            + "mask, bias: broadcast to [..., H, T, S]; lengths: int[N] of [N, H, T, D] or [N, T, D]",
        Cases =
        [
            Case("", "query: [N, 2, 5, 3]; key: [N, 2, 4, 3]; value: [N, 2, 4, 6]"),
            Case("", "query: [N, 5, 3]; key: [N, 4, 3]; value: [N, 4, 3]"),
            Case("", "query: [5, 3]; key: [4, 3]; value: [4, 2]"),
            Case("", "query: [2, N, 1, T, 3]; key: [2, N, 1, 4, 3]; value: [2, N, 1, 4, 3]"),
            Case(", causal: true", "query: [N, 2, T, 3]; key: [N, 2, T, 3]; value: [N, 2, T, 3]"),
            Case(", causal: true, offset: 3", "query: [N, 2, 2, 3]; key: [N, 2, 5, 3]; value: [N, 2, 5, 3]"),
            Case(", causal: true, offset: -2", "query: [N, 1, 4, 3]; key: [N, 1, 4, 3]; value: [N, 1, 4, 3]"),
            Case(", scale: 0.5f", "query: [N, 6, 4, 3]; key: [N, 2, 4, 3]; value: [N, 2, 4, 3]"),
            Case(", bias: b", "query: [N, 2, 5, 3]; key: [N, 2, 4, 3]; value: [N, 2, 4, 3]; b: [5, 4]"),
            Case(", bias: b", "query: [N, 2, 5, 3]; key: [N, 2, 4, 3]; value: [N, 2, 4, 3]; b: [N, 1, 1, 4]"),
            Case(", bias: b, causal: true", "query: [N, 2, 4, 3]; key: [N, 1, 4, 3]; value: [N, 1, 4, 3]; b: [2, 1, 4]"),
            Case(", mask: m > 0", "query: [N, 2, 5, 3]; key: [N, 2, 4, 3]; value: [N, 2, 4, 3]; m: [N, 1, 5, 4]")
                with { Differentiable = false },
            Case(", lengths: l", "query: [N, 2, 5, 3]; key: [N, 2, 4, 3]; value: [N, 2, 4, 3]; l: int[N] < 5"),
            Case("", "query: [N, 2, 5, 3]; key: [N, 2, 4, 2]; value: [N, 2, 4, 3]") with { Fails = "DLC1004" },
            Case("", "query: [N, 2, 5, 3]; key: [N, 2, 4, 3]; value: [N, 2, 3, 3]") with { Fails = "DLC1004" },
            Case("", "query: [N, 3, 5, 3]; key: [N, 2, 4, 3]; value: [N, 2, 4, 3]") with { Fails = "DLC1015" },
            Case("", "query: [N, 5, 3]; key: [N, 2, 4, 3]; value: [N, 2, 4, 3]") with { Fails = "DLC1006" },
            Case(", bias: b", "query: [N, 2, 5, 3]; key: [N, 2, 4, 3]; value: [N, 2, 4, 3]; b: [5, 3]")
                with { Fails = "DLC1001" },
            Case(", lengths: l", "query: [5, 3]; key: [4, 3]; value: [4, 2]; l: int[] < 5") with { Fails = "DLC1006" },
            Case(", dropout: 1f", "query: [5, 3]; key: [4, 3]; value: [4, 2]") with { Fails = "DLC1012" },
        ],
    };

    private static OpCase Case(string options, string inputs) => new($"{Name}(query, key, value{options})", inputs);

    private static TensorValue Define(CallArguments call)
    {
        Node? Optional(string name) => call.Has(name) ? call.Tensor(name) : null;
        return new TensorValue(Of(call, call.Tensor("query"), call.Tensor("key"), call.Tensor("value"), new AttentionScores(
            Optional("mask"), Optional("bias"), Optional("lengths"), call.Flag("causal"), call.Size("offset"),
            call.Has("scale") ? call.Scalar("scale") : null, call.Number("dropout"))));
    }

    /// <param name="call">The call of an op or a layer that this is part of.</param>
    /// <param name="query">[..., H, T, D].</param>
    /// <param name="key">[..., G, S, D].</param>
    /// <param name="value">[..., G, S, E].</param>
    /// <param name="scores">What becomes of the scores.</param>
    /// <returns>[..., H, T, E].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    internal static Node Of(CallArguments call, Node query, Node key, Node value, AttentionScores scores)
    {
        int rank = query.Rank;
        if (rank < 2 || key.Rank != rank || value.Rank != rank)
        {
            throw new ShapeException(
                "DLC1006",
                $"attention takes operands of one rank, [..., H, T, D], not {query.Shape}, {key.Shape} and {value.Shape}");
        }

        Equal(query, key, 1, "the sizes of 'query' and 'key'");
        Equal(key, value, 2, "the numbers of keys and values");
        CheckHeads(query, key, value);
        var leading = Broadcasting.Common(Name, ("query", Leading(query)), ("key", Leading(key)), ("value", Leading(value)));
        var lead = rank < 4 ? rank == 3 ? leading[0] : Dim.One : Dim.Product(leading.Dims);
        Node[] operands = [.. new[] { query, key, value }.Select(x => Heads(x, leading, lead))];
        var shape = Shape.Of(lead, operands[0].Shape[1], operands[0].Shape[2], operands[1].Shape[2]);
        var bias = Bias(scores, shape, leading, rank);
        var lengths = scores.Lengths is { } given ? Lengths(given, lead, rank) : null;
        var options = Options(call, scores, query, bias is not null);
        var node = new Node(
            new Attention(options), [.. operands, .. new[] { bias, lengths }.OfType<Node>()]);
        var result = Permute(node.Result(0), [0, 2, 1, 3]);
        var heads = rank < 4 ? [] : new[] { query.Shape[rank - 3] };
        return Reshape(result, Shape.Of([.. leading.Dims, .. heads, query.Shape[rank - 2], value.Shape[rank - 1]]));
    }

    private static AttentionOptions Options(CallArguments call, AttentionScores scores, Node query, bool hasBias)
    {
        double dropout = scores.Dropout;
        if (dropout is not (>= 0 and < 1))
        {
            throw new ShapeException(
                "DLC1012", $"a probability must be at least 0 and below 1, not {(Scalar)dropout}", "dropout");
        }

        int stream = dropout > 0 ? call.NextRandomStream() : 0;
        if (!call.Training) (dropout, stream) = (0, 0);
        var scale = scores.Scale ?? 1 / Scalar.Call("Sqrt", query.Shape[query.Rank - 1]);
        var offset = scores.Causal ? scores.Offset : Dim.Zero;
        return new AttentionOptions(
            scale, hasBias, scores.Lengths is not null, scores.Causal, offset, dropout, stream);
    }

    /// <summary>The axes before those of heads: of [N, T, D], the first.</summary>
    private static Shape Leading(Node x) => Shape.Of(x.Shape.Dims.Take(x.Rank <= 3 ? x.Rank - 2 : x.Rank - 3));

    /// <summary>The operand as [N, H, rows, size].</summary>
    private static Node Heads(Node x, Shape leading, Dim lead)
    {
        var own = x.Shape.Dims.Skip(Leading(x).Rank).ToList();
        var whole = BroadcastTo(x, Shape.Of(leading.Dims.Concat(own)));
        return Reshape(whole, Shape.Of([lead, .. own.Count == 2 ? own.Prepend(Dim.One) : own]));
    }

    /// <summary>What is added to the scores, [N or 1, H or 1, T or 1, S]; null for nothing.</summary>
    private static Node? Bias(AttentionScores given, Shape scores, Shape leading, int rank)
    {
        var bias = given.Bias is { } added ? Aligned("bias", added) : null;
        if (given.Mask is not { } mask) return bias;
        return LastAxisWhole(Where(Aligned("mask", mask), bias ?? Number(0), Number(double.NegativeInfinity)), scores);

        Node Aligned(string argument, Node operand)
        {
            var x = Float(operand);
            var users = Shape.Of(leading.Dims.Concat(scores.Dims.Skip(rank <= 3 ? 2 : 1)));
            if (x.Rank > users.Rank || Broadcasting.Common(Name, (argument, x.Shape), ("scores", users)) != users)
            {
                throw new ShapeException(
                    "DLC1001", $"'{argument}' is {x.Shape}, and does not broadcast to the scores {users}", argument);
            }

            int own = rank <= 3 ? 2 : 3;
            bool whole = x.Rank > own && leading.Rank > 1;
            if (whole) x = BroadcastTo(x, Shape.Of(leading.Dims.Concat(x.Shape.Dims.Skip(x.Rank - own))));
            var tail = x.Shape.Dims.Skip(Math.Max(0, x.Rank - own)).ToList();
            while (tail.Count < own) tail.Insert(0, Dim.One);
            if (own == 2) tail.Insert(0, Dim.One);
            var lead = whole ? scores[0] : x.Rank > own ? x.Shape[0] : Dim.One;
            return LastAxisWhole(Reshape(x, Shape.Of([lead, .. tail])), scores);
        }
    }

    /// <summary>The routine reads a row of the bias for a query: a number for each key.</summary>
    private static Node LastAxisWhole(Node x, Shape scores) => BroadcastTo(x, x.Shape.With(3, scores[3]));

    private static Node Lengths(Node lengths, Dim count, int rank)
    {
        if (lengths.Type.DType != DType.Int32)
            throw new ShapeException("DLC1014", $"lengths are integers, not {lengths.Type}", "lengths");
        if (lengths.Rank != 1 || rank is not (3 or 4))
        {
            throw new ShapeException(
                "DLC1006",
                $"attention takes lengths [N] with operands [N, H, T, D] or [N, T, D], not {lengths.Shape}",
                "lengths");
        }

        Constraints.Require(
            lengths.Shape[0], count, "DLC1001", () => $"there are {lengths.Shape[0]} lengths of {count} sequences", "lengths");
        return lengths;
    }

    private static void Equal(Node x, Node y, int fromEnd, string what)
    {
        Dim left = x.Shape[x.Rank - fromEnd], right = y.Shape[y.Rank - fromEnd];
        Constraints.Require(left, right, "DLC1004", () => $"{what} differ: {left} of {x.Shape}, and {right} of {y.Shape}");
    }

    /// <summary>Each head of keys serves as many heads of queries.</summary>
    private static void CheckHeads(Node query, Node key, Node value)
    {
        if (query.Rank < 4) return;
        Dim heads = query.Shape[query.Rank - 3], keyHeads = key.Shape[key.Rank - 3];
        Equal(key, value, 3, "the heads of keys and values");
        CheckHeads(heads, keyHeads);
    }

    /// <exception cref="ShapeException">The heads of the queries cannot share those of the keys (DLC1015).</exception>
    public static void CheckHeads(Dim heads, Dim keyHeads, string? argument = null) => Constraints.Require(
        Dim.FloorDiv(heads, keyHeads) * keyHeads, heads, "DLC1015",
        () => $"{heads} heads of queries cannot share {keyHeads} heads of keys evenly", argument);
}
