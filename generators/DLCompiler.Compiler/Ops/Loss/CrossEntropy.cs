using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The mean over all rows of −Σ t·ln softmax(x), classes on the last axis. The target t is given as probabilities or,
/// by an integer a row, as one class; smoothing ε makes it (1 − ε)·t + ε/C (Szegedy et al. 2016).
/// </summary>
public sealed record CrossEntropy(double LabelSmoothing, int? Ignored = null) : LossOp
{
    public static readonly OpDefinition Definition = new(
        "CrossEntropy", "The cross-entropy of logits and classes, or class probabilities.", Define)
    {
        Signatures =
        [
            "Tensor CrossEntropy(Tensor logits, IntTensor label, float labelSmoothing = 0f, int? ignoreIndex = null, "
            + "Tensor? mask = null)",
            "Tensor CrossEntropy(Tensor logits, Tensor probabilities, float labelSmoothing = 0f, Tensor? mask = null)",
        ],
        Formula = "mean over the rows of −Σ t·ln softmax(x), t = (1 − ε)·(one-hot label or probabilities) + ε/C, "
            + "without rows whose label is 'ignoreIndex'" + Losses.MaskRule,
        ShapeRule = "logits: [..., C], label: int[...] or probabilities: [..., C], mask: [...] → a scalar",
        Cases =
        [
            new("CrossEntropy(logits, label)", "logits: [N, 5]; label: int[N] < 5"),
            new("CrossEntropy(logits, label, labelSmoothing: 0.1f)", "logits: [N, 2, 5]; label: int[N, 2] < 5"),
            new("CrossEntropy(logits, probabilities)", "logits: [N, 5]; probabilities: [N, 5]")
            {
                Domain = CaseDomain.Unit,
            },
            new("CrossEntropy(logits, probabilities, 0.1f)", "logits: [N, 5]; probabilities: [N, 5]")
            {
                Domain = CaseDomain.Unit,
            },
            new("CrossEntropy(logits, label, ignoreIndex: 2)", "logits: [N, 5]; label: int[N] < 5"),
            new("CrossEntropy(logits, label, 0.1f, ignoreIndex: -100)", "logits: [N, 5]; label: int[N] < 5"),
            new("CrossEntropy(logits, label, mask: SequenceMask(lengths, 3))",
                "logits: [N, 3, 5]; label: int[N, 3] < 5; lengths: int[N] < 4"),
            new("CrossEntropy(logits, label, 0.1f, 1, m > 0)", "logits: [N, 5]; label: int[N] < 5; m: [N]"),
            new("CrossEntropy(logits, probabilities, mask: m > 0)", "logits: [N, 5]; probabilities: [N, 5]; m: [N]")
            {
                Domain = CaseDomain.Unit,
            },
            new("CrossEntropy(logits, label, mask: m)", "logits: [N, 5]; label: int[N] < 5; m: [N, 5]") { Fails = "DLC1011" },
            new("CrossEntropy(logits, label)", "logits: [N, 5]; label: int[4, N] < 5") { Fails = "DLC1011" },
            new("CrossEntropy(logits, label)", "logits: [8, 5]; label: int[9] < 5") { Fails = "DLC1011" },
            new("CrossEntropy(logits, probabilities)", "logits: [N, 5]; probabilities: [N, 4]") { Fails = "DLC1011" },
            new("CrossEntropy(logits, label)", "logits: []; label: int[] < 5") { Fails = "DLC1006" },
            new("CrossEntropy(logits, label, 1.5f)", "logits: [N, 5]; label: int[N] < 5") { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => string.Join(", ",
    [
        .. LabelSmoothing == 0 ? [] : new[] { $"smoothing: {(Scalar)LabelSmoothing}" },
        .. Ignored is { } index ? new[] { $"ignored: {index}" } : [],
    ]);

    public override int? NoIndex => Ignored;

    public override Dim? IndexBound(int input, IReadOnlyList<TensorType> inputs) => Losses.Classes(input, inputs);

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        Node logits = inputs[0], target = inputs[1];
        bool isClass = target.Type.DType == DType.Int32;
        var counts = Losses.Rows(target, Ignored, inputs.Count == 3 ? inputs[2] : null);
        if (counts is not null)
        {
            logits = Masks.Clear(logits, counts);
            if (!isClass) target = Masks.Clear(target, counts);
        }

        return Losses.MeanOf(isClass ? OfClasses(logits, target) : OfProbabilities(logits, target), counts);
    }

    /// <summary>
    /// ln Σ eˣ − (1 − ε)·x[label] − ε·mean x, whose gradient, softmax − one-hot, is elementwise along a row.
    /// </summary>
    private Node OfClasses(Node logits, Node label)
    {
        EquatableArray<int> classes = [logits.Rank - 1];
        var picked = Losses.Picked(logits, label);
        var loss = LogSumExp(logits, classes);
        return LabelSmoothing == 0
            ? loss - picked
            : loss - (picked * (1 - LabelSmoothing)) - (Mean(logits, classes) * LabelSmoothing);
    }

    private Node OfProbabilities(Node logits, Node probabilities)
    {
        int last = logits.Rank - 1;
        var target = LabelSmoothing == 0
            ? probabilities
            : (probabilities * (1 - LabelSmoothing)) + (LabelSmoothing / (Scalar)logits.Shape[last]);
        return -Sum(target * new Node(new LogSoftmax(last), logits), [last]);
    }

    private static TensorValue Define(CallArguments call)
    {
        var logits = call.Tensor("logits");
        if (logits.Rank == 0) throw new ShapeException("DLC1006", "CrossEntropy needs an axis of classes", "logits");
        double smoothing = Smoothing(call);
        string argument = call.Has("label") ? "label" : "probabilities";
        var rows = Shape.Of(logits.Shape.Dims.Take(logits.Rank - 1));
        var expected = argument == "label" ? rows : logits.Shape;
        var target = Losses.WithShape("CrossEntropy", call.Tensor(argument), expected, argument, "logits");
        var ignored = argument == "label" ? Losses.Ignored(call) : null;
        return new TensorValue(new Node(
            new CrossEntropy(smoothing, ignored),
            [logits, target, .. Losses.RowMask(call, "CrossEntropy", rows, "logits")]));
    }

    private static double Smoothing(CallArguments call)
    {
        double smoothing = call.Number("labelSmoothing");
        return smoothing is >= 0 and <= 1
            ? smoothing
            : throw new ShapeException(
                "DLC1012", $"the label smoothing must be from 0 to 1, not {(Scalar)smoothing}", "labelSmoothing");
    }
}
