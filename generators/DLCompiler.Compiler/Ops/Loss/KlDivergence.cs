using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>Σ t·(ln t − x) over the size of the batch, x being logarithms; a target of 0 adds nothing.</summary>
public sealed record KlDivergence : LossOp
{
    public static readonly OpDefinition Definition = new(
        "KlDivergence",
        "The Kullback-Leibler divergence of target probabilities from logarithms of probabilities; "
            + "PyTorch's kl_div with the reduction batchmean.",
        call => Losses.Define(call, "KlDivergence", "logProbabilities", (x, t) => new Node(new KlDivergence(), x, t)))
    {
        Signatures = ["Tensor KlDivergence(Tensor logProbabilities, Tensor target)"],
        Formula = "Σ t·(ln t − x) / N, 0·ln 0 = 0",
        ShapeRule = "logProbabilities, target: one shape [N, ...] → a scalar",
        Cases =
        [
            .. Losses.Cases("KlDivergence(logProbabilities, target)", "logProbabilities")
                .Select(c => c with { Domain = CaseDomain.Unit }),
        ],
    };

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        Node x = inputs[0], target = inputs[1];
        var positive = Greater(target, Number(0));
        var terms = target * (Log(Where(positive, target, Number(1))) - x);
        Scalar batch = x.Rank == 0 ? 1 : x.Shape[0];
        return DropAxes(Sum(terms, AllAxes(terms)), AllAxes(terms)) * (1 / batch);
    }
}
