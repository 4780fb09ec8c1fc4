namespace DLCompiler;

/// <content>Tensors from sizes and from integers.</content>
public static partial class Ops
{
    /// <summary>0, 1, … count − 1: [count]. PyTorch: <c>arange</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Tensor Arange(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = i;
        return Tensor.Result(values, [count]);
    }

    /// <summary>The integers as floating-point numbers, of the same shape. PyTorch: <c>x.float()</c>.</summary>
    public static Tensor ToFloat(IntTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[] values = new double[x.Count];
        for (int i = 0; i < values.Length; i++) values[i] = x.Values[i];
        return Tensor.Result(values, x.Dimensions);
    }
}
