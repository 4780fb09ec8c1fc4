using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006): the mean over the batch of −ln p(target) / length of the
/// target, p summed over all alignments.
/// </summary>
public sealed record Ctc(int Blank, bool ZeroInfinity) : LossOp
{
    private const string OpName = "Ctc";

    public static readonly OpDefinition Definition = new(
        OpName, "Connectionist temporal classification: labels of sequences without an alignment.", Define)
    {
        Signatures =
        [
            "Tensor Ctc(Tensor logProbabilities, IntTensor target, IntTensor inputLengths, IntTensor targetLengths, "
            + "int blank = 0, bool zeroInfinity = false)",
        ],
        Formula = "mean −ln Σ Πₜ pₜ(aₜ) / max(targetLengths, 1), over all alignments a that become the target when repetitions, then "
            + "blanks are dropped (Graves et al. 2006); infinite where there is none, or with zeroInfinity 0",
        ShapeRule = "logProbabilities: [N, T, C], target: int[N, S], inputLengths: int[N], targetLengths: int[N] → a scalar",
        Cases =
        [
            Case("", "logProbabilities: [N, 3, 4]; target: int[N, 3] < 4; inputLengths: int[N] < 4; targetLengths: int[N] < 4"),
            Case(", blank: 3", "logProbabilities: [N, 3, 4]; target: int[N, 3] < 4; inputLengths: int[N] < 4; targetLengths: int[N] < 4"),
            Case("", "logProbabilities: [N, T, 4]; target: int[N, 3] < 4; inputLengths: int[N, 1] < 2; targetLengths: int[N] < 4")
                with { Fails = "DLC1011" },
            Case("", "logProbabilities: [8, 7, 4]; target: int[9, 3] < 4; inputLengths: int[8] < 8; targetLengths: int[8] < 4")
                with { Fails = "DLC1011" },
            Case("", "logProbabilities: [N, 4]; target: int[N, 3] < 4; inputLengths: int[N] < 8; targetLengths: int[N] < 4")
                with { Fails = "DLC1006" },
            Case(", blank: 4", "logProbabilities: [N, 7, 4]; target: int[N, 3] < 4; inputLengths: int[N] < 8; targetLengths: int[N] < 4")
                with { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => $"blank: {Blank}{(ZeroInfinity ? ", zero for infinity" : "")}";

    public override Dim? IndexBound(int input, IReadOnlyList<TensorType> inputs) => input switch
    {
        1 => inputs[0].Shape[2],
        2 => inputs[0].Shape[1] + 1,
        3 => inputs[1].Shape[1] + 1,
        _ => null,
    };

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var terms = new Node(new CtcTerms(Blank, ZeroInfinity), [.. inputs]).Result(0);
        return MeanOfAll(terms / Maximum(Float(inputs[3]), Number(1)));
    }

    private static OpCase Case(string options, string inputs) =>
        new($"Ctc(logProbabilities, target, inputLengths, targetLengths, zeroInfinity: true{options})", inputs);

    private static TensorValue Define(CallArguments call)
    {
        Node x = call.Tensor("logProbabilities"), target = call.Tensor("target");
        if (x.Rank != 3) throw new ShapeException("DLC1006", $"Ctc takes [N, T, C], not {x.Shape}", "logProbabilities");
        if (target.Rank != 2) throw new ShapeException("DLC1006", $"Ctc takes labels [N, S], not {target.Shape}", "target");
        int blank = call.Integer("blank");
        if (blank < 0 || (x.Shape[2] is { IsConstant: true } classes && blank >= classes.Constant))
            throw new ShapeException("DLC1012", $"the blank must be one of {x.Shape[2]} classes, not {blank}", "blank");
        Node Fit(string argument, Shape shape) =>
            Losses.WithShape(OpName, call.Tensor(argument), shape, argument, "logProbabilities");
        var batch = Shape.Of(x.Shape[0]);
        return new TensorValue(new Node(
            new Ctc(blank, call.Flag("zeroInfinity")),
            x,
            Fit("target", Shape.Of(x.Shape[0], target.Shape[1])),
            Fit("inputLengths", batch),
            Fit("targetLengths", batch)));
    }
}

/// <summary>
/// −ln p(target) of each sequence of a batch, [N], and its gradient by the logarithms, [N, T, C], from the inputs of <see
/// cref="Ctc"/>.
/// </summary>
public sealed record CtcTerms(int Blank, bool ZeroInfinity) : LibraryCall
{
    public override string Routine => "CtcLoss.Run";

    public override IReadOnlyList<StorageParameter> Storages => [new() { Results = [1] }, new() { Operands = [0] }];

    public override string Attributes => $"blank: {Blank}";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => InferAll(inputs)[0];

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs) =>
        [TensorType.Float(Shape.Of(inputs[0].Shape[0])), inputs[0]];

    public override IReadOnlyList<CallArgument> Arguments(Node node)
    {
        Shape x = node.Inputs[0].Shape, target = node.Inputs[1].Shape;
        Dim[] sizes = [x[0], x[1], x[2], target[1], Blank];
        return
        [
            new ResultArgument(0), new ResultArgument(1), new OperandArgument(0), new OperandArgument(1),
            new OperandArgument(2), new OperandArgument(3),
            new StructArgument("CtcShape", [.. sizes.Select(s => new SizeArgument(s))]), new FlagArgument(ZeroInfinity),
        ];
    }

    public override IReadOnlyList<Node?> Gradients(Node node, IReadOnlyList<Node?> gradients) =>
    [
        gradients[0] is { } gradient ? node.Result(1) * Unsqueeze(Unsqueeze(gradient, 1), 2) : null,
        null, null, null,
    ];
}
