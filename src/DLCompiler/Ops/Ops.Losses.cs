namespace DLCompiler;

/// <content>Losses: scalars, means over the batch.</content>
public static partial class Ops
{
    /// <summary>
    /// The mean of −log softmax(logits)[label]. With smoothing ε, the target is 1 − ε + ε/C for the label and ε/C for
    /// the other classes. PyTorch: <c>cross_entropy</c> with classes on the last axis (Szegedy et al. 2016).
    /// </summary>
    /// <param name="logits">[..., C].</param>
    /// <param name="label">[...], each from 0 to C − 1.</param>
    /// <param name="labelSmoothing">ε, from 0 to 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is out of range.</exception>
    public static Tensor CrossEntropy(Tensor logits, IntTensor label, float labelSmoothing = 0f)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(label);
        if (logits.Rank == 0 || !logits.Dimensions.AsSpan(..^1).SequenceEqual(label.Dimensions))
        {
            string given = ShapeText.Of(logits.Dimensions), labels = ShapeText.Of(label.Dimensions);
            throw new ArgumentException(
                $"CrossEntropy: logits {given} need labels of their shape without the last axis, not {labels}.");
        }

        int classes = logits.Dimensions[^1];
        double[] oneHot = new double[logits.Count];
        for (int i = 0; i < label.Count; i++)
        {
            int value = label.Values[i];
            if (value < 0 || value >= classes)
                throw new ArgumentException(
                    $"CrossEntropy: label {i} is {value}, outside 0..{classes - 1}.", nameof(label));
            oneHot[(i * classes) + value] = 1;
        }

        return CrossEntropy(logits, new Tensor(oneHot, logits.Dimensions), labelSmoothing);
    }

    /// <summary>
    /// The mean of −Σ p · log softmax(logits) over the classes; with smoothing ε, p becomes (1 − ε)·p + ε/C.
    /// PyTorch: <c>cross_entropy</c> with class probabilities, classes on the last axis.
    /// </summary>
    /// <param name="logits">[..., C].</param>
    /// <param name="probabilities">[..., C].</param>
    /// <param name="labelSmoothing">ε, from 0 to 1.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor probabilities, float labelSmoothing = 0f)
    {
        CheckSameShape(nameof(CrossEntropy), logits, probabilities);
        if (logits.Rank == 0)
            throw new ArgumentException("CrossEntropy: logits need an axis of classes.", nameof(logits));
        double smoothing = labelSmoothing, classes = logits.Dimensions[^1];
        var target = Elementwise.Map(probabilities, p => (p * (1 - smoothing)) + (smoothing / classes));
        return Neg(Mean(Sum(target * LogSoftmax(logits), axis: -1)));
    }

    /// <summary>
    /// The mean of −t·log σ(x) − (1 − t)·log(1 − σ(x)), computed as max(x, 0) − x·t + log(1 + e^−|x|).
    /// PyTorch: <c>binary_cross_entropy_with_logits</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor target) =>
        MeanLoss(
            nameof(BinaryCrossEntropyWithLogits), logits, target, (x, t) => SpecialFunctions.Softplus(x) - (x * t));

    /// <summary>The mean of (prediction − target)². PyTorch: <c>mse_loss</c>.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Mse(Tensor prediction, Tensor target) =>
        MeanLoss(nameof(Mse), prediction, target, (p, t) => (p - t) * (p - t));

    /// <summary>The mean of |prediction − target|. PyTorch: <c>l1_loss</c>.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor L1(Tensor prediction, Tensor target) =>
        MeanLoss(nameof(L1), prediction, target, (p, t) => Math.Abs(p - t));

    /// <summary>
    /// The mean of d²/2 where |d| ≤ delta and delta·(|d| − delta/2) beyond, d = prediction − target.
    /// PyTorch: <c>huber_loss</c> (Huber 1964).
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Huber(Tensor prediction, Tensor target, float delta = 1f) =>
        MeanLoss(nameof(Huber), prediction, target, (p, t) =>
        {
            double distance = Math.Abs(p - t);
            return distance <= delta ? 0.5 * distance * distance : delta * (distance - (0.5 * delta));
        });

    /// <summary>
    /// Σ t·(ln t − x) / N, x being logarithms of probabilities and 0·ln 0 = 0. PyTorch: <c>kl_div</c> with the
    /// reduction <c>batchmean</c>.
    /// </summary>
    /// <param name="logProbabilities">[N, ...].</param>
    /// <param name="target">Probabilities, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor KlDivergence(Tensor logProbabilities, Tensor target)
    {
        CheckSameShape(nameof(KlDivergence), logProbabilities, target);
        var terms = Elementwise.Zip(
            nameof(KlDivergence), logProbabilities, target, (x, t) => t > 0 ? t * (Math.Log(t) - x) : -t * x);
        return Sum(terms) / (terms.Rank == 0 ? 1 : terms.Dimensions[0]);
    }

    /// <summary>The mean of −logProbabilities[label]. PyTorch: <c>nll_loss</c>, with classes on the last axis.</summary>
    /// <param name="logProbabilities">[..., C].</param>
    /// <param name="label">[...], each from 0 to C − 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is out of range.</exception>
    public static Tensor NegativeLogLikelihood(Tensor logProbabilities, IntTensor label)
    {
        ArgumentNullException.ThrowIfNull(logProbabilities);
        ArgumentNullException.ThrowIfNull(label);
        if (logProbabilities.Rank == 0)
            throw new ArgumentException("NegativeLogLikelihood: there is no axis of classes.", nameof(logProbabilities));
        var hit = OneHot(label, logProbabilities.Dimensions[^1]);
        CheckSameShape(nameof(NegativeLogLikelihood), logProbabilities, hit);
        return Neg(Mean(Sum(Where(hit, logProbabilities, 0f), axis: -1)));
    }

    /// <summary>
    /// The mean of 1 − cos(x, y) where the target is positive, and of max(cos(x, y) − margin, 0) elsewhere. PyTorch:
    /// <c>cosine_embedding_loss</c>.
    /// </summary>
    /// <param name="x">[..., K].</param>
    /// <param name="y">[..., K].</param>
    /// <param name="target">[...], 1 for pairs that belong together, −1 for others.</param>
    /// <param name="margin">How near others may be.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor CosineEmbedding(Tensor x, Tensor y, Tensor target, float margin = 0f)
    {
        CheckSameShape(nameof(CosineEmbedding), x, y);
        Tensor Dot(Tensor a, Tensor b) => Sum(a * b, axis: -1);
        var lengths = Elementwise.Zip(
            nameof(CosineEmbedding), Dot(x, x), Dot(y, y), (a, b) => Math.Sqrt((a + 1e-12) * (b + 1e-12)));
        var cosine = Dot(x, y) / lengths;
        CheckSameShape(nameof(CosineEmbedding), cosine, target);
        return MeanLoss(nameof(CosineEmbedding), cosine, target, (c, t) => t > 0 ? 1 - c : Math.Max(c - margin, 0));
    }

    /// <summary>
    /// The mean of max(d(anchor, positive) − d(anchor, negative) + margin, 0), d(x, y) = ‖x − y + 10⁻⁶‖ along the last
    /// axis. PyTorch: <c>triplet_margin_loss</c> (Balntas et al. 2016).
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor TripletMargin(Tensor anchor, Tensor positive, Tensor negative, float margin = 1f)
    {
        CheckSameShape(nameof(TripletMargin), anchor, positive);
        CheckSameShape(nameof(TripletMargin), anchor, negative);
        Tensor Distance(Tensor x) => Norm(Elementwise.Zip(nameof(TripletMargin), anchor, x, (a, b) => a - b + 1e-6), -1);
        return Mean(Elementwise.Map(Distance(positive) - Distance(negative), d => Math.Max(d + margin, 0)));
    }

    private static Tensor MeanLoss(string op, Tensor x, Tensor target, Func<double, double, double> loss)
    {
        CheckSameShape(op, x, target);
        return Mean(Elementwise.Zip(op, x, target, loss));
    }

    private static void CheckSameShape(string op, Tensor x, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(target);
        if (!x.Dimensions.AsSpan().SequenceEqual(target.Dimensions))
        {
            throw new ArgumentException(
                $"{op}: {ShapeText.Of(x.Dimensions)} and {ShapeText.Of(target.Dimensions)} must be the same shape.");
        }
    }
}
