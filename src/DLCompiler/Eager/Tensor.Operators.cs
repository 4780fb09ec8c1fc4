namespace DLCompiler;

/// <content>Arithmetic and comparisons, elementwise with broadcasting; an <c>int</c> converts to
/// <c>float</c>.</content>
public sealed partial class Tensor
{
    /// <summary>−x.</summary>
    public static Tensor operator -(Tensor x) => Ops.Neg(x);

    /// <summary>x + y.</summary>
    public static Tensor operator +(Tensor x, Tensor y) => Elementwise.Zip("+", x, y, (a, b) => a + b);

    /// <summary>x + y.</summary>
    public static Tensor operator +(Tensor x, float y) => Elementwise.Zip("+", x, Scalar(y), (a, b) => a + b);

    /// <summary>x + y.</summary>
    public static Tensor operator +(float x, Tensor y) => Elementwise.Zip("+", Scalar(x), y, (a, b) => a + b);

    /// <summary>x − y.</summary>
    public static Tensor operator -(Tensor x, Tensor y) => Elementwise.Zip("-", x, y, (a, b) => a - b);

    /// <summary>x − y.</summary>
    public static Tensor operator -(Tensor x, float y) => Elementwise.Zip("-", x, Scalar(y), (a, b) => a - b);

    /// <summary>x − y.</summary>
    public static Tensor operator -(float x, Tensor y) => Elementwise.Zip("-", Scalar(x), y, (a, b) => a - b);

    /// <summary>x · y, elementwise; products of matrices are <see cref="Ops.MatMul"/>.</summary>
    public static Tensor operator *(Tensor x, Tensor y) => Elementwise.Zip("*", x, y, (a, b) => a * b);

    /// <summary>x · y, elementwise; products of matrices are <see cref="Ops.MatMul"/>.</summary>
    public static Tensor operator *(Tensor x, float y) => Elementwise.Zip("*", x, Scalar(y), (a, b) => a * b);

    /// <summary>x · y, elementwise; products of matrices are <see cref="Ops.MatMul"/>.</summary>
    public static Tensor operator *(float x, Tensor y) => Elementwise.Zip("*", Scalar(x), y, (a, b) => a * b);

    /// <summary>x / y.</summary>
    public static Tensor operator /(Tensor x, Tensor y) => Elementwise.Zip("/", x, y, (a, b) => a / b);

    /// <summary>x / y.</summary>
    public static Tensor operator /(Tensor x, float y) => Elementwise.Zip("/", x, Scalar(y), (a, b) => a / b);

    /// <summary>x / y.</summary>
    public static Tensor operator /(float x, Tensor y) => Elementwise.Zip("/", Scalar(x), y, (a, b) => a / b);

    /// <summary>1 where x is less than y, else 0.</summary>
    public static Tensor operator <(Tensor x, Tensor y) => Ops.Less(x, y);

    /// <summary>1 where x is less than y, else 0.</summary>
    public static Tensor operator <(Tensor x, float y) => Ops.Less(x, Scalar(y));

    /// <summary>1 where x is less than y, else 0.</summary>
    public static Tensor operator <(float x, Tensor y) => Ops.Less(Scalar(x), y);

    /// <summary>1 where x is at most y, else 0.</summary>
    public static Tensor operator <=(Tensor x, Tensor y) => Ops.LessEqual(x, y);

    /// <summary>1 where x is at most y, else 0.</summary>
    public static Tensor operator <=(Tensor x, float y) => Ops.LessEqual(x, Scalar(y));

    /// <summary>1 where x is at most y, else 0.</summary>
    public static Tensor operator <=(float x, Tensor y) => Ops.LessEqual(Scalar(x), y);

    /// <summary>1 where x is greater than y, else 0.</summary>
    public static Tensor operator >(Tensor x, Tensor y) => Ops.Greater(x, y);

    /// <summary>1 where x is greater than y, else 0.</summary>
    public static Tensor operator >(Tensor x, float y) => Ops.Greater(x, Scalar(y));

    /// <summary>1 where x is greater than y, else 0.</summary>
    public static Tensor operator >(float x, Tensor y) => Ops.Greater(Scalar(x), y);

    /// <summary>1 where x is at least y, else 0.</summary>
    public static Tensor operator >=(Tensor x, Tensor y) => Ops.GreaterEqual(x, y);

    /// <summary>1 where x is at least y, else 0.</summary>
    public static Tensor operator >=(Tensor x, float y) => Ops.GreaterEqual(x, Scalar(y));

    /// <summary>1 where x is at least y, else 0.</summary>
    public static Tensor operator >=(float x, Tensor y) => Ops.GreaterEqual(Scalar(x), y);
}
