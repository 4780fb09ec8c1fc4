using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean over all rows of −x[label], x being logarithms of probabilities.</summary>
public sealed record NegativeLogLikelihood(int? Ignored = null) : LossOp
{
    public static readonly OpDefinition Definition = new(
        "NegativeLogLikelihood", "The negative log-likelihood of classes, on the last axis of logarithms.", Define)
    {
        Signatures =
        [
            "Tensor NegativeLogLikelihood(Tensor logProbabilities, IntTensor label, int? ignoreIndex = null, "
            + "Tensor? mask = null)",
        ],
        Formula = "mean −x[label], without rows whose label is 'ignoreIndex'" + Losses.MaskRule,
        ShapeRule = "logProbabilities: [..., C], label: int[...], mask: [...] → a scalar",
        Cases =
        [
            new("NegativeLogLikelihood(logProbabilities, label)", "logProbabilities: [N, 5]; label: int[N] < 5"),
            new("NegativeLogLikelihood(logProbabilities, label, ignoreIndex: 2)",
                "logProbabilities: [N, 5]; label: int[N] < 5"),
            new("NegativeLogLikelihood(logProbabilities, label, mask: m > 0)",
                "logProbabilities: [N, 2, 5]; label: int[N, 2] < 5; m: [N, 2]"),
            new("NegativeLogLikelihood(logProbabilities, label)", "logProbabilities: [8, 5]; label: int[9] < 5")
            {
                Fails = "DLC1011",
            },
            new("NegativeLogLikelihood(logProbabilities, label)", "logProbabilities: []; label: int[] < 5")
            {
                Fails = "DLC1006",
            },
        ],
    };

    public override Dim? IndexBound(int input, IReadOnlyList<TensorType> inputs) => Losses.Classes(input, inputs);

    public override string Attributes => Ignored is { } index ? $"ignored: {index}" : "";

    public override int? NoIndex => Ignored;

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        Node x = inputs[0], label = inputs[1];
        var counts = Losses.Rows(label, Ignored, inputs.Count == 3 ? inputs[2] : null);
        return -Losses.MeanOf(Losses.Picked(counts is null ? x : Masks.Clear(x, counts), label), counts);
    }

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("logProbabilities");
        if (x.Rank == 0)
            throw new ShapeException("DLC1006", "NegativeLogLikelihood needs an axis of classes", "logProbabilities");
        var rows = Shape.Of(x.Shape.Dims.Take(x.Rank - 1));
        var label = Losses.WithShape("NegativeLogLikelihood", call.Tensor("label"), rows, "label", "logProbabilities");
        return new TensorValue(new Node(
            new NegativeLogLikelihood(Losses.Ignored(call)),
            [x, label, .. Losses.RowMask(call, "NegativeLogLikelihood", rows, "logProbabilities")]));
    }
}
