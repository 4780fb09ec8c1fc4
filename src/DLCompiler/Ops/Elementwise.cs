namespace DLCompiler;

/// <summary>Applies functions of numbers to tensors.</summary>
internal static class Elementwise
{
    public static Tensor Map(Tensor x, Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[] result = new double[x.Count];
        for (int i = 0; i < result.Length; i++) result[i] = function(x.Values[i]);
        return Tensor.Result(result, x.Dimensions);
    }

    public static Tensor Zip(string op, Tensor x, Tensor y, Func<double, double, double> function)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int[] shape = Broadcasting.Join(op, x.Dimensions, y.Dimensions);
        (x, y) = (Broadcasting.To(op, x, shape), Broadcasting.To(op, y, shape));
        double[] result = new double[x.Count];
        for (int i = 0; i < result.Length; i++) result[i] = function(x.Values[i], y.Values[i]);
        return Tensor.Result(result, shape);
    }
}
