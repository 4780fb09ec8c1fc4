using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The layer <c>[MultiHeadAttention(8)]</c>: attention between a projection for each operand and one of the results.</summary>
public static class MultiHeadAttentionLayer
{
    public static readonly LayerDefinition Definition = new(
        "MultiHeadAttention",
        "Attention of several heads between projections (Vaswani et al. 2017); PyTorch's nn.MultiheadAttention, batch first.",
        Define)
    {
        Takes =
        [
            new("query", DType.Float32), new("key", DType.Float32, Optional: true),
            new("value", DType.Float32, Optional: true), new("mask", DType.Float32, Optional: true, ByName: true),
            new("lengths", DType.Int32, Optional: true),
        ],
        ShapeRule = "query: [..., T, E], key: [..., S, K], value: [..., S, V] → [..., T, E]; the operands are one where K = V = E: "
            + "in_proj_weight: [(H + 2·G)·D, E], D = E / H, else q_proj_weight: [E, E], k_proj_weight: [G·D, K], "
            + "v_proj_weight: [G·D, V]; in_proj_bias: [(H + 2·G)·D], out_proj.weight: [E, E], out_proj.bias: [E]",
        EagerOptions = ["Heads", "KeyHeads", "Bias", "Causal", "Dropout"],
    };

    private static TensorValue Define(LayerCall call)
    {
        Node query = call.Inputs[0]!, key = call.Inputs[1] ?? query, value = call.Inputs[2] ?? key;
        int rank = query.Rank;
        if (rank < 2 || key.Rank != rank || value.Rank != rank)
        {
            throw new ShapeException(
                "DLC1006",
                $"attention takes operands of one rank, [..., T, E], not {query.Shape}, {key.Shape} and {value.Shape}");
        }

        var sizes = Sizes(call, query.Shape[rank - 1]);
        var (queries, keys, values) = Project(call, sizes, query, key, value);
        double dropout = call.Has("Dropout") ? call.Number("Dropout") : 0;
        var scores = new AttentionScores(
            call.Inputs[3], null, call.Inputs[4], call.Flag("Causal", otherwise: false), Dim.Zero, null, dropout);
        var heads = ScaledDotProductAttention.Of(
            call, ByHead(queries, sizes.Heads), ByHead(keys, sizes.KeyHeads), ByHead(values, sizes.KeyHeads), scores);
        var joined = Reshape(Transpose(heads, -3, -2), query.Shape);
        var width = query.Shape[rank - 1];
        var uniform = new Initializer(InitializerKind.Uniform, 1 / Math.Sqrt(new Fans(width, width).In));
        var weight = call.Parameter("out_proj.weight", Shape.Of(width, width), uniform);
        return new TensorValue(Linear.Of(joined, weight, Bias(call, "out_proj.bias", width)));
    }

    /// <param name="Heads">The heads of queries.</param>
    /// <param name="KeyHeads">The heads of keys and values.</param>
    /// <param name="Query">The size of a projected query: that of the result.</param>
    /// <param name="Key">The size of a projected key, and of a value.</param>
    private sealed record ProjectedSizes(Dim Heads, Dim KeyHeads, Dim Query, Dim Key)
    {
        public Dim All => Query + (2 * Key);
    }

    private static ProjectedSizes Sizes(LayerCall call, Dim width)
    {
        Dim heads = call.Positive("heads");
        Constraints.Require(
            Dim.FloorDiv(width, heads) * heads, width, "DLC1015",
            () => $"{heads} heads cannot share the {width} elements of a query evenly", "heads");
        bool isGrouped = call.Has("KeyHeads") && !(call.Size("KeyHeads") is { IsConstant: true, Constant: 0 });
        if (!isGrouped) return new(heads, heads, width, width);
        var keyHeads = call.Positive("KeyHeads");
        ScaledDotProductAttention.CheckHeads(heads, keyHeads, "KeyHeads");
        return new(heads, keyHeads, width, keyHeads * Dim.FloorDiv(width, heads));
    }

    private static (Node Query, Node Key, Node Value) Project(
        LayerCall call, ProjectedSizes sizes, Node query, Node key, Node value)
    {
        int last = query.Rank - 1;
        Dim width = query.Shape[last], keyWidth = key.Shape[last], valueWidth = value.Shape[last];
        var bias = Bias(call, "in_proj_bias", sizes.All);
        if (keyWidth != width || valueWidth != width)
        {
            return (
                Linear.Of(query, Weight("q_proj_weight", sizes.Query, width), Part(bias, Dim.Zero, sizes.Query)),
                Linear.Of(key, Weight("k_proj_weight", sizes.Key, keyWidth), Part(bias, sizes.Query, sizes.Key)),
                Linear.Of(
                    value, Weight("v_proj_weight", sizes.Key, valueWidth), Part(bias, sizes.Query + sizes.Key, sizes.Key)));
        }

        var weight = Weight("in_proj_weight", sizes.All, width);
        if (key == query && value == query)
        {
            var all = Linear.Of(query, weight, bias);
            return Parts((start, count) => Slice(all, last, start, count));
        }

        Node[] operands = [query, key, value];
        int next = 0;
        return Parts((start, count) => Linear.Of(operands[next++], Part(weight, start, count)!, Part(bias, start, count)));

        Node Weight(string name, Dim outputs, Dim inputs)
        {
            var fans = new Fans(inputs, outputs);
            var xavier = Initialization.Of("XavierUniform", null, fans, Initializer.Zeros);
            return call.Parameter(name, Shape.Of(outputs, inputs), xavier);
        }

        static Node? Part(Node? x, Dim start, Dim count) => x is null ? null : Slice(x, 0, start, count);

        (Node, Node, Node) Parts(Func<Dim, Dim, Node> part) => (
            part(Dim.Zero, sizes.Query), part(sizes.Query, sizes.Key), part(sizes.Query + sizes.Key, sizes.Key));
    }

    private static Node? Bias(LayerCall call, string name, Dim size) =>
        call.Flag("Bias", otherwise: true) ? call.Parameter(name, Shape.Of(size), Initializer.Zeros) : null;

    /// <summary>[..., T, H·D] as [..., H, T, D].</summary>
    private static Node ByHead(Node x, Dim heads)
    {
        var size = Dim.FloorDiv(x.Shape[x.Rank - 1], heads);
        var split = Reshape(x, Shape.Of(x.Shape.Dims.Take(x.Rank - 1).Concat([heads, size])));
        return Transpose(split, -3, -2);
    }
}
