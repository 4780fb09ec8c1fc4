namespace DLCompiler;

/// <content>Reductions along axes.</content>
public static partial class Ops
{
    /// <summary>The sum. PyTorch: <c>sum</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis that is reduced; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor Sum(Tensor x, int axis, bool keepDims = false) => Sum(x, [axis], keepDims);

    /// <summary>The sum. PyTorch: <c>sum</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes that are reduced; negative ones count from the end.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">An axis is out of range or named twice.</exception>
    public static Tensor Sum(Tensor x, int[] axes, bool keepDims = false) =>
        Reduction.Reduce(nameof(Sum), x, axes, keepDims, Reduction.Sum);

    /// <summary>The sum. PyTorch: <c>sum</c>. Over all axes: the result is a scalar.</summary>
    public static Tensor Sum(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Sum(x, Axes.All(x.Rank));
    }

    /// <summary>The arithmetic mean. PyTorch: <c>mean</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis that is reduced; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor Mean(Tensor x, int axis, bool keepDims = false) => Mean(x, [axis], keepDims);

    /// <summary>The arithmetic mean. PyTorch: <c>mean</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes that are reduced; negative ones count from the end.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">An axis is out of range or named twice.</exception>
    public static Tensor Mean(Tensor x, int[] axes, bool keepDims = false) =>
        Reduction.Reduce(nameof(Mean), x, axes, keepDims, Reduction.Mean);

    /// <summary>The arithmetic mean. PyTorch: <c>mean</c>. Over all axes: the result is a scalar.</summary>
    public static Tensor Mean(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Mean(x, Axes.All(x.Rank));
    }

    /// <summary>The greatest element. PyTorch: <c>amax</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis that is reduced; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor Max(Tensor x, int axis, bool keepDims = false) => Max(x, [axis], keepDims);

    /// <summary>The greatest element. PyTorch: <c>amax</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes that are reduced; negative ones count from the end.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">An axis is out of range or named twice.</exception>
    public static Tensor Max(Tensor x, int[] axes, bool keepDims = false) =>
        Reduction.Reduce(nameof(Max), x, axes, keepDims, Reduction.Max);

    /// <summary>The greatest element. PyTorch: <c>amax</c>. Over all axes: the result is a scalar.</summary>
    public static Tensor Max(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Max(x, Axes.All(x.Rank));
    }

    /// <summary>The least element. PyTorch: <c>amin</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis that is reduced; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor Min(Tensor x, int axis, bool keepDims = false) => Min(x, [axis], keepDims);

    /// <summary>The least element. PyTorch: <c>amin</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes that are reduced; negative ones count from the end.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">An axis is out of range or named twice.</exception>
    public static Tensor Min(Tensor x, int[] axes, bool keepDims = false) =>
        Reduction.Reduce(nameof(Min), x, axes, keepDims, Reduction.Min);

    /// <summary>The least element. PyTorch: <c>amin</c>. Over all axes: the result is a scalar.</summary>
    public static Tensor Min(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Min(x, Axes.All(x.Rank));
    }

    /// <summary>log Σ eˣ, without overflow. PyTorch: <c>logsumexp</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis that is reduced; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor LogSumExp(Tensor x, int axis, bool keepDims = false) => LogSumExp(x, [axis], keepDims);

    /// <summary>log Σ eˣ, without overflow. PyTorch: <c>logsumexp</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes that are reduced; negative ones count from the end.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">An axis is out of range or named twice.</exception>
    public static Tensor LogSumExp(Tensor x, int[] axes, bool keepDims = false) =>
        Reduction.Reduce(nameof(LogSumExp), x, axes, keepDims, Reduction.LogSumExp);

    /// <summary>log Σ eˣ, without overflow. PyTorch: <c>logsumexp</c>. Over all axes: the result is a scalar.</summary>
    public static Tensor LogSumExp(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return LogSumExp(x, Axes.All(x.Rank));
    }

    /// <summary>
    /// Σ (x − mean)² / n, or / (n − 1) when unbiased. PyTorch: <c>var</c> (whose default is unbiased).
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis that is reduced; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="unbiased">Whether the divisor is n − 1 (Bessel's correction).</param>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor Variance(Tensor x, int axis, bool keepDims = false, bool unbiased = false) =>
        Variance(x, [axis], keepDims, unbiased);

    /// <summary>
    /// Σ (x − mean)² / n, or / (n − 1) when unbiased. PyTorch: <c>var</c> (whose default is unbiased).
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes that are reduced together; negative ones count from the end.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="unbiased">Whether the divisor is n − 1 (Bessel's correction).</param>
    /// <exception cref="ArgumentException">An axis is out of range or named twice.</exception>
    public static Tensor Variance(Tensor x, int[] axes, bool keepDims = false, bool unbiased = false) =>
        Reduction.Reduce(nameof(Variance), x, axes, keepDims, row => Reduction.Variance(row, unbiased ? 1 : 0));

    /// <summary>eˣ / Σ eˣ along an axis. PyTorch: <c>softmax</c>.</summary>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor Softmax(Tensor x, int axis = -1) =>
        Reduction.MapRows(nameof(Softmax), x, axis, (row, result) =>
        {
            double total = Reduction.LogSumExp(row);
            for (int i = 0; i < row.Length; i++) result[i] = Math.Exp(row[i] - total);
        });

    /// <summary>x − log Σ eˣ along an axis. PyTorch: <c>log_softmax</c>.</summary>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) =>
        Reduction.MapRows(nameof(LogSoftmax), x, axis, (row, result) =>
        {
            double total = Reduction.LogSumExp(row);
            for (int i = 0; i < row.Length; i++) result[i] = row[i] - total;
        });

    /// <summary>(Σ |x|ᵖ)^(1/p) along an axis; for an infinite p the maximum of |x|. PyTorch: <c>norm</c>.</summary>
    /// <param name="x">Any shape that has the axis.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="p">At least 1.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ArgumentException">The axis or p is out of range.</exception>
    public static Tensor Norm(Tensor x, int axis, float p = 2f, bool keepDims = false) => Norm(x, [axis], p, keepDims);

    /// <summary>(Σ |x|ᵖ)^(1/p) along axes; for an infinite p the maximum of |x|. PyTorch: <c>norm</c>.</summary>
    /// <param name="x">Any shape that has the axes.</param>
    /// <param name="axes">Distinct axes; negative ones count from the end.</param>
    /// <param name="p">At least 1.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">An axis or p is out of range.</exception>
    public static Tensor Norm(Tensor x, int[] axes, float p = 2f, bool keepDims = false)
    {
        if (!(p >= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "Norm: p must be at least 1.");
        return Reduction.Reduce(nameof(Norm), x, axes, keepDims, row =>
        {
            double sum = 0, greatest = 0;
            foreach (double value in row)
            {
                sum += Math.Pow(Math.Abs(value), p);
                greatest = Math.Max(greatest, Math.Abs(value));
            }

            return float.IsInfinity(p) ? greatest : Math.Pow(sum, 1.0 / p);
        });
    }

    /// <summary>√Σ x² over all elements: a scalar.</summary>
    public static Tensor Norm(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Norm(x, Axes.All(x.Rank));
    }

    /// <summary>
    /// x·y / (max(‖x‖, ε) · max(‖y‖, ε)) along an axis. PyTorch: <c>cosine_similarity</c>.
    /// </summary>
    /// <param name="x">A shape that broadcasts with y's.</param>
    /// <param name="y">A shape that broadcasts with x's.</param>
    /// <param name="axis">The axis of the common shape that the vectors are along.</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the axis is out of range.</exception>
    public static Tensor CosineSimilarity(Tensor x, Tensor y, int axis = 1, float epsilon = 1e-8f)
    {
        var product = x * y;
        Tensor Length(Tensor v) =>
            Max(Norm(Broadcasting.To(nameof(CosineSimilarity), v, product.Dimensions), axis), epsilon);
        return Sum(product, axis) / (Length(x) * Length(y));
    }
}
