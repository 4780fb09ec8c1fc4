using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// softmax(query · keyᵀ · scale + bias) · value of each head, blocked, so that the scores of all heads never exist at
/// once. Its results are [N, T, H, E], as the projection after it reads them, and ln Σ exp(score) of each query, [N, H, T],
/// for the gradient.
/// </summary>
public sealed record Attention(AttentionOptions Options) : AttentionOp(Options)
{
    public override string Routine => "Attention.Run";

    public override IReadOnlyList<StorageParameter> Storages => [new() { Results = [0], Operands = [0, 1, 2] }, Bias];

    public override IReadOnlyList<CallArgument> Arguments(Node node) =>
        [new ResultArgument(0), new ResultArgument(1), .. Common(node)];

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => InferAll(inputs)[0];

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs)
    {
        Shape query = inputs[0].Shape, value = inputs[2].Shape;
        return
        [
            TensorType.Float(InMemory(query.With(3, value[3]))),
            TensorType.Float(Shape.Of(query[0], query[1], query[2])),
        ];
    }

    public override IReadOnlyList<Node?> Gradients(Node node, IReadOnlyList<Node?> gradients)
    {
        if (gradients[0] is not { } gradient) return [.. node.Inputs.Select(_ => (Node?)null)];
        var call = new Node(
            new AttentionGradient(Options),
            [.. node.Inputs, InMemory(node.Result(0)), node.Result(1), InMemory(gradient)]);
        var byOperands = Enumerable.Range(0, 3).Select(i => (Node?)InMemory(call.Result(i)));
        return
        [
            .. byOperands,
            .. Options.HasBias ? [call.Result(3)] : Array.Empty<Node?>(),
            .. Options.HasLengths ? [null] : Array.Empty<Node?>(),
        ];
    }

    /// <summary>Two products: queries by keys, weights by values.</summary>
    public static Dim MultiplyAdds(Node node)
    {
        Shape query = node.Inputs[0].Shape, value = node.Inputs[2].Shape;
        return query[0] * query[1] * query[2] * value[2] * (query[3] + value[3]);
    }
}

/// <summary>
/// The gradients by queries, keys and values, each [N, rows, heads, size], and by the bias, from the operands of <see
/// cref="Attention"/>, its results, and the gradient by the first of them.
/// </summary>
public sealed record AttentionGradient(AttentionOptions Options) : AttentionOp(Options)
{
    public override string Routine => "Attention.Gradient";

    public override IReadOnlyList<StorageParameter> Storages =>
    [
        new() { Results = [0, 1, 2], Operands = [0, 1, 2, OperandCount, OperandCount + 2] }, Bias,
        new() { Results = Options.HasBias ? [3] : [] },
    ];

    public override IReadOnlyList<CallArgument> Arguments(Node node) =>
    [
        new ResultArgument(0), new ResultArgument(1), new ResultArgument(2),
        Options.HasBias ? new ResultArgument(3) : new NothingArgument(),
        .. Common(node), Rows(OperandCount), new OperandArgument(OperandCount + 1), Rows(OperandCount + 2),
    ];

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => InferAll(inputs)[0];

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs) =>
    [
        .. inputs.Take(3).Select(i => TensorType.Float(InMemory(i.Shape))),
        .. Options.HasBias ? [inputs[3]] : Array.Empty<TensorType>(),
    ];
}
