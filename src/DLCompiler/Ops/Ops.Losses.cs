namespace DLCompiler;

/// <content>Losses: scalars, means over the batch.</content>
public static partial class Ops
{
    /// <summary>
    /// The mean of −log softmax(logits)[label]. With smoothing ε, the target is 1 − ε + ε/C for the label and ε/C for
    /// the other classes. PyTorch: <c>cross_entropy</c> with classes on the last axis (Szegedy et al. 2016).
    /// </summary>
    /// <param name="logits">[..., C].</param>
    /// <param name="label">[...], each from 0 to C − 1, or <paramref name="ignoreIndex"/>.</param>
    /// <param name="labelSmoothing">ε, from 0 to 1.</param>
    /// <param name="ignoreIndex">The label of rows that do not count; null for none.</param>
    /// <param name="mask">[...], 0 for rows that do not count: their logits may be anything. The loss is 0 if none does.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is out of range.</exception>
    public static Tensor CrossEntropy(
        Tensor logits, IntTensor label, float labelSmoothing = 0f, int? ignoreIndex = null, Tensor? mask = null)
    {
        var (hit, counts) = Labelled(nameof(CrossEntropy), logits, label, ignoreIndex, mask);
        return CrossEntropy(logits, hit, labelSmoothing, counts);
    }

    /// <summary>
    /// The mean of −Σ p · log softmax(logits) over the classes; with smoothing ε, p becomes (1 − ε)·p + ε/C.
    /// PyTorch: <c>cross_entropy</c> with class probabilities, classes on the last axis.
    /// </summary>
    /// <param name="logits">[..., C].</param>
    /// <param name="probabilities">[..., C].</param>
    /// <param name="labelSmoothing">ε, from 0 to 1.</param>
    /// <param name="mask">[...], 0 for rows that do not count: they may hold anything. The loss is 0 if none does.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor CrossEntropy(
        Tensor logits, Tensor probabilities, float labelSmoothing = 0f, Tensor? mask = null)
    {
        CheckSameShape(nameof(CrossEntropy), logits, probabilities);
        if (logits.Rank == 0)
            throw new ArgumentException("CrossEntropy: logits need an axis of classes.", nameof(logits));
        double smoothing = labelSmoothing, classes = logits.Dimensions[^1];
        var counts = Masks.OfRows(nameof(CrossEntropy), mask, logits);
        var target = Elementwise.Map(probabilities, p => (p * (1 - smoothing)) + (smoothing / classes));
        var rows = Sum(Masks.Clear(target, counts) * LogSoftmax(Masks.Clear(logits, counts)), axis: -1, keepDims: true);
        return Neg(Masks.Mean(rows, counts));
    }

    /// <summary>
    /// The mean of −t·log σ(x) − (1 − t)·log(1 − σ(x)), computed as max(x, 0) − x·t + log(1 + e^−|x|).
    /// PyTorch: <c>binary_cross_entropy_with_logits</c>.
    /// </summary>
    /// <param name="logits">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="mask">Its leading axes; see <see cref="Mse"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor target, Tensor? mask = null) => MeanLoss(
        nameof(BinaryCrossEntropyWithLogits),
        logits,
        target,
        mask,
        (x, t) => SpecialFunctions.Softplus(x) - (x * t));

    /// <summary>The mean of (prediction − target)². PyTorch: <c>mse_loss</c>.</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="mask">
    /// Its leading axes, [N, T] for [N, T, C]: 0 for what does not count, and may be anything. The loss is 0 if nothing
    /// counts. Null: all counts.
    /// </param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Mse(Tensor prediction, Tensor target, Tensor? mask = null) =>
        MeanLoss(nameof(Mse), prediction, target, mask, (p, t) => (p - t) * (p - t));

    /// <summary>The mean of |prediction − target|. PyTorch: <c>l1_loss</c>.</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="mask">Its leading axes; see <see cref="Mse"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor L1(Tensor prediction, Tensor target, Tensor? mask = null) =>
        MeanLoss(nameof(L1), prediction, target, mask, (p, t) => Math.Abs(p - t));

    /// <summary>
    /// The mean of d²/2 where |d| ≤ delta and delta·(|d| − delta/2) beyond, d = prediction − target.
    /// PyTorch: <c>huber_loss</c> (Huber 1964).
    /// </summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="delta">Where the loss becomes linear, above 0.</param>
    /// <param name="mask">Its leading axes; see <see cref="Mse"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Huber(Tensor prediction, Tensor target, float delta = 1f, Tensor? mask = null) =>
        MeanLoss(nameof(Huber), prediction, target, mask, (p, t) =>
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
    /// <param name="label">[...], each from 0 to C − 1, or <paramref name="ignoreIndex"/>.</param>
    /// <param name="ignoreIndex">The label of rows that do not count; null for none.</param>
    /// <param name="mask">[...], 0 for rows that do not count: they may be anything. The loss is 0 if none does.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is out of range.</exception>
    public static Tensor NegativeLogLikelihood(
        Tensor logProbabilities, IntTensor label, int? ignoreIndex = null, Tensor? mask = null)
    {
        var (hit, rowMask) = Labelled(nameof(NegativeLogLikelihood), logProbabilities, label, ignoreIndex, mask);
        var counts = Masks.OfRows(nameof(NegativeLogLikelihood), rowMask, logProbabilities);
        var picked = Sum(Where(hit, Masks.Clear(logProbabilities, counts), 0f), axis: -1, keepDims: true);
        return Neg(Masks.Mean(picked, counts));
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
        return MeanLoss(nameof(CosineEmbedding), cosine, target, null, (c, t) => t > 0 ? 1 - c : Math.Max(c - margin, 0));
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

    /// <summary>
    /// The mean over the batch of −ln p(target) / max(targetLengths, 1), p being the sum over all alignments of the target
    /// with the steps (Graves et al. 2006). PyTorch: <c>ctc_loss</c>, batch first.
    /// </summary>
    /// <param name="logProbabilities">[N, T, C], such as the results of <see cref="LogSoftmax"/>.</param>
    /// <param name="target">[N, S], padded with any classes.</param>
    /// <param name="inputLengths">[N], from 0 to T: steps behind it may hold anything.</param>
    /// <param name="targetLengths">[N], from 0 to S.</param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <param name="zeroInfinity">
    /// Whether a target that is too long for its steps has the loss 0 instead of infinity. It has no gradient in either case.
    /// </param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an integer is out of range.</exception>
    public static Tensor Ctc(
        Tensor logProbabilities, IntTensor target, IntTensor inputLengths, IntTensor targetLengths, int blank = 0,
        bool zeroInfinity = false)
    {
        ArgumentNullException.ThrowIfNull(logProbabilities);
        var losses = CtcReference.Losses(logProbabilities, target, inputLengths, targetLengths, blank);
        if (zeroInfinity) losses = Elementwise.Map(losses, loss => double.IsPositiveInfinity(loss) ? 0 : loss);
        return Mean(losses / Elementwise.Map(ToFloat(targetLengths), length => Math.Max(length, 1)));
    }

    /// <summary>The labels as 1 at the place of each, and a mask of the rows that count; null where all do.</summary>
    private static (Tensor Hit, Tensor? Mask) Labelled(
        string op, Tensor x, IntTensor label, int? ignoreIndex, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(label);
        if (x.Rank == 0 || !x.Dimensions.AsSpan(..^1).SequenceEqual(label.Dimensions))
        {
            string given = ShapeText.Of(x.Dimensions), labels = ShapeText.Of(label.Dimensions);
            throw new ArgumentException($"{op}: {given} needs labels of its shape without the last axis, not {labels}.");
        }

        int classes = x.Dimensions[^1];
        double[] hit = new double[x.Count];
        for (int i = 0; i < label.Count; i++)
        {
            int value = label.Values[i];
            if (value == ignoreIndex) continue;
            if (value < 0 || value >= classes)
                throw new ArgumentException($"{op}: label {i} is {value}, outside 0..{classes - 1}.", nameof(label));
            hit[(i * classes) + value] = 1;
        }

        if (ignoreIndex is { } index)
        {
            var counts = NotEqual(label, index);
            mask = mask is null ? counts : Where(mask, counts, 0f);
        }

        return (Tensor.Result(hit, x.Dimensions), mask);
    }

    private static Tensor MeanLoss(
        string op, Tensor x, Tensor target, Tensor? mask, Func<double, double, double> loss)
    {
        CheckSameShape(op, x, target);
        var counts = Masks.Align(op, mask, x);
        return Masks.Mean(Elementwise.Zip(op, Masks.Clear(x, counts), Masks.Clear(target, counts), loss), counts);
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
