namespace DLCompiler;

/// <content>Comparisons, which give 0 and 1, and the choice between values.</content>
public static partial class Ops
{
    /// <summary>1 where x is less than y, else 0; elementwise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Less(Tensor x, Tensor y) => Elementwise.Zip(nameof(Less), x, y, (a, b) => a < b ? 1 : 0);

    /// <inheritdoc cref="Less(Tensor, Tensor)"/>
    public static Tensor Less(Tensor x, float y) => Less(x, Tensor.Scalar(y));

    /// <inheritdoc cref="Less(Tensor, Tensor)"/>
    public static Tensor Less(float x, Tensor y) => Less(Tensor.Scalar(x), y);

    /// <summary>1 where x is at most y, else 0; elementwise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor LessEqual(Tensor x, Tensor y) =>
        Elementwise.Zip(nameof(LessEqual), x, y, (a, b) => a <= b ? 1 : 0);

    /// <inheritdoc cref="LessEqual(Tensor, Tensor)"/>
    public static Tensor LessEqual(Tensor x, float y) => LessEqual(x, Tensor.Scalar(y));

    /// <inheritdoc cref="LessEqual(Tensor, Tensor)"/>
    public static Tensor LessEqual(float x, Tensor y) => LessEqual(Tensor.Scalar(x), y);

    /// <summary>1 where x is greater than y, else 0; elementwise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Greater(Tensor x, Tensor y) => Elementwise.Zip(nameof(Greater), x, y, (a, b) => a > b ? 1 : 0);

    /// <inheritdoc cref="Greater(Tensor, Tensor)"/>
    public static Tensor Greater(Tensor x, float y) => Greater(x, Tensor.Scalar(y));

    /// <inheritdoc cref="Greater(Tensor, Tensor)"/>
    public static Tensor Greater(float x, Tensor y) => Greater(Tensor.Scalar(x), y);

    /// <summary>1 where x is at least y, else 0; elementwise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor GreaterEqual(Tensor x, Tensor y) =>
        Elementwise.Zip(nameof(GreaterEqual), x, y, (a, b) => a >= b ? 1 : 0);

    /// <inheritdoc cref="GreaterEqual(Tensor, Tensor)"/>
    public static Tensor GreaterEqual(Tensor x, float y) => GreaterEqual(x, Tensor.Scalar(y));

    /// <inheritdoc cref="GreaterEqual(Tensor, Tensor)"/>
    public static Tensor GreaterEqual(float x, Tensor y) => GreaterEqual(Tensor.Scalar(x), y);

    /// <summary>1 where x is equal to y, else 0; elementwise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Equal(Tensor x, Tensor y) => Elementwise.Zip(nameof(Equal), x, y, (a, b) => a == b ? 1 : 0);

    /// <inheritdoc cref="Equal(Tensor, Tensor)"/>
    public static Tensor Equal(Tensor x, float y) => Equal(x, Tensor.Scalar(y));

    /// <inheritdoc cref="Equal(Tensor, Tensor)"/>
    public static Tensor Equal(float x, Tensor y) => Equal(Tensor.Scalar(x), y);

    /// <summary>1 where x is different from y, else 0; elementwise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor NotEqual(Tensor x, Tensor y) =>
        Elementwise.Zip(nameof(NotEqual), x, y, (a, b) => a != b ? 1 : 0);

    /// <inheritdoc cref="NotEqual(Tensor, Tensor)"/>
    public static Tensor NotEqual(Tensor x, float y) => NotEqual(x, Tensor.Scalar(y));

    /// <inheritdoc cref="NotEqual(Tensor, Tensor)"/>
    public static Tensor NotEqual(float x, Tensor y) => NotEqual(Tensor.Scalar(x), y);

    /// <inheritdoc cref="Equal(Tensor, Tensor)"/>
    public static Tensor Equal(IntTensor x, IntTensor y) => Equal(ToFloat(x), ToFloat(y));

    /// <inheritdoc cref="Equal(Tensor, Tensor)"/>
    public static Tensor Equal(IntTensor x, int y) => Equal(ToFloat(x), Tensor.Scalar(y));

    /// <inheritdoc cref="NotEqual(Tensor, Tensor)"/>
    public static Tensor NotEqual(IntTensor x, IntTensor y) => NotEqual(ToFloat(x), ToFloat(y));

    /// <inheritdoc cref="NotEqual(Tensor, Tensor)"/>
    public static Tensor NotEqual(IntTensor x, int y) => NotEqual(ToFloat(x), Tensor.Scalar(y));

    /// <summary>x where the condition is not 0, else y; all three broadcast. PyTorch: <c>where</c>.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int[] values = Broadcasting.Join(nameof(Where), x.Dimensions, y.Dimensions);
        int[] shape = Broadcasting.Join(nameof(Where), condition.Dimensions, values);
        condition = Broadcasting.To(nameof(Where), condition, shape);
        (x, y) = (Broadcasting.To(nameof(Where), x, shape), Broadcasting.To(nameof(Where), y, shape));
        double[] result = new double[x.Count];
        for (int i = 0; i < result.Length; i++) result[i] = condition.Values[i] != 0 ? x.Values[i] : y.Values[i];
        return Tensor.Result(result, shape);
    }

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor condition, Tensor x, float y) => Where(condition, x, Tensor.Scalar(y));

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor condition, float x, Tensor y) => Where(condition, Tensor.Scalar(x), y);

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor condition, float x, float y) =>
        Where(condition, Tensor.Scalar(x), Tensor.Scalar(y));
}
