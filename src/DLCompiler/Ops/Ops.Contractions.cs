namespace DLCompiler;

/// <content>Products of matrices.</content>
public static partial class Ops
{
    /// <summary>
    /// Products of matrices, a: [..., M, K] by b: [..., K, N] → [..., M, N]; the leading axes broadcast. An operand of
    /// rank 1 is a row on the left and a column on the right, and its axis is dropped from the result. PyTorch:
    /// <c>matmul</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The inner sizes differ, the leading axes do not broadcast, or a rank is
    /// 0.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Rank == 0 || b.Rank == 0) throw new ArgumentException("MatMul: a scalar is no matrix; multiply by *.");
        if (a.Rank == 1) return Squeeze(MatMul(Unsqueeze(a, 0), b), b.Rank == 1 ? 0 : -2);
        if (b.Rank == 1) return Squeeze(MatMul(a, Unsqueeze(b, 1)), -1);
        int m = a.Dimensions[^2], k = a.Dimensions[^1], n = b.Dimensions[^1];
        if (b.Dimensions[^2] != k)
        {
            throw new ArgumentException($"MatMul cannot multiply {ShapeText.Of(a.Dimensions)} by " +
                $"{ShapeText.Of(b.Dimensions)}: the inner dimensions {k} and {b.Dimensions[^2]} differ.");
        }

        int[] batch = Broadcasting.Join(nameof(MatMul), a.Dimensions[..^2], b.Dimensions[..^2]);
        a = Broadcasting.To(nameof(MatMul), a, [.. batch, m, k]);
        b = Broadcasting.To(nameof(MatMul), b, [.. batch, k, n]);
        double[] result = new double[ShapeText.Count([.. batch, m, n])];
        for (int i = 0; i < ShapeText.Count(batch); i++)
        {
            var left = a.Values.Slice(i * m * k, m * k);
            var right = b.Values.Slice(i * k * n, k * n);
            Multiply(left, right, result.AsSpan(i * m * n, m * n), k, n);
        }

        return Tensor.Result(result, [.. batch, m, n]);
    }

    /// <summary>x · weightᵀ + bias on the last axis. PyTorch: <c>linear</c>.</summary>
    /// <param name="x">[..., in].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="bias">[out], or null for none.</param>
    /// <returns>[..., out].</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
    {
        var product = MatMul(x, Transpose(weight));
        return bias is null ? product : product + bias;
    }

    /// <summary>zₘ = Σᵢⱼ xᵢ·weightₘᵢⱼ·yⱼ + biasₘ on the last axes. PyTorch: <c>bilinear</c>.</summary>
    /// <param name="x">[..., in1].</param>
    /// <param name="y">[..., in2].</param>
    /// <param name="weight">[out, in1, in2].</param>
    /// <param name="bias">[out], or null for none.</param>
    /// <returns>[..., out].</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Tensor Bilinear(Tensor x, Tensor y, Tensor weight, Tensor? bias = null)
    {
        // [..., out, in1] · [..., 1, in2, 1], then · x.
        var byY = Squeeze(MatMul(weight, Unsqueeze(Unsqueeze(y, -1), -3)), -1);
        var product = Squeeze(MatMul(byY, Unsqueeze(x, -1)), -1);
        return bias is null ? product : product + bias;
    }

    private static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int k, int n)
    {
        for (int i = 0; i < c.Length; i++)
        {
            double sum = 0;
            for (int p = 0; p < k; p++) sum += a[(i / n * k) + p] * b[(p * n) + (i % n)];
            c[i] = sum;
        }
    }
}
