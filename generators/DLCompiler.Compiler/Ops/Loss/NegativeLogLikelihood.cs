using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean over all rows of −x[label], x being logarithms of probabilities.</summary>
public sealed record NegativeLogLikelihood : LossOp
{
    public static readonly OpDefinition Definition = new(
        "NegativeLogLikelihood", "The negative log-likelihood of classes, on the last axis of logarithms.", Define)
    {
        Signatures = ["Tensor NegativeLogLikelihood(Tensor logProbabilities, IntTensor label)"],
        Formula = "mean −x[label]",
        ShapeRule = "logProbabilities: [..., C], label: int[...] → a scalar",
        Cases =
        [
            new("NegativeLogLikelihood(logProbabilities, label)", "logProbabilities: [N, 5]; label: int[N] < 5"),
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

    public override Node Decompose(IReadOnlyList<Node> inputs) => -MeanOfAll(Losses.Picked(inputs[0], inputs[1]));

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("logProbabilities");
        if (x.Rank == 0)
            throw new ShapeException("DLC1006", "NegativeLogLikelihood needs an axis of classes", "logProbabilities");
        var rows = Shape.Of(x.Shape.Dims.Take(x.Rank - 1));
        var label = Losses.WithShape("NegativeLogLikelihood", call.Tensor("label"), rows, "label", "logProbabilities");
        return new TensorValue(new Node(new NegativeLogLikelihood(), x, label));
    }
}
