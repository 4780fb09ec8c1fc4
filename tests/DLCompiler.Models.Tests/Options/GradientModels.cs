using static DLCompiler.Ops;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Functions with gradients of their own, in a class apart.</summary>
internal static class Functions
{
    /// <summary>A sign, whose gradient passes as if it were not there (Bengio et al. 2013).</summary>
    public static Tensor Binarize(Tensor x, float size) => Where(x > 0.5f, size, -size);

    [Gradient(nameof(Binarize))]
    public static Tensor BinarizeGradient(Tensor gradient) => gradient;

    /// <summary>√(x² + y²), with a gradient from its result.</summary>
    public static Tensor Hypotenuse(Tensor x, Tensor y) => Sqrt((x * x) + (y * y));

    [Gradient(nameof(Hypotenuse))]
    public static (Tensor X, Tensor Y) HypotenuseGradient(Tensor x, Tensor y, Tensor result, Tensor gradient) =>
        (gradient * x / result, gradient * y / result);

    /// <summary>A part of x, whose gradient is wrong on purpose.</summary>
    public static Tensor Wrong(Tensor x, IntTensor index) => Gather(x, index) * 2;

    [Gradient(nameof(Wrong))]
    public static Tensor WrongGradient(Tensor x, IntTensor index, Tensor gradient) => x * Sum(gradient * gradient) * index.Size(0);
}

/// <summary>The functions in a network, one of them within the step of a scan.</summary>
[Model]
public partial class OwnGradients
{
    [Linear(6)]
    private partial Tensor First(Tensor x);

    [Linear(6)]
    private partial Tensor Second(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 6)] Tensor x)
    {
        var y = Functions.Hypotenuse(First(x), Second(x));
        y = Dropout(Functions.Binarize(y, 0.25f), 0.3f);
        return Scan(y, y[0] * 0, (at, s) => (s, Functions.Binarize(at + 0.5f * s, 0.125f)), axis: 0).Last;
    }

    [Loss]
    private static Tensor Loss(Tensor y, [Shape(6)] Tensor target) => Mse(y, target);
}

/// <summary>The same with <c>StopGradient</c> instead of gradients of its own.</summary>
[Model]
public partial class StoppedGradients
{
    [Linear(6)]
    private partial Tensor First(Tensor x);

    [Linear(6)]
    private partial Tensor Second(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 6)] Tensor x)
    {
        Tensor first = First(x), second = Second(x);
        var y = Sqrt((first * first) + (second * second));
        y = Dropout(Binarize(y, 0.25f), 0.3f);
        return Scan(y, y[0] * 0, (at, s) => (s, Binarize(at + 0.5f * s, 0.125f)), axis: 0).Last;
    }

    [Loss]
    private static Tensor Loss(Tensor y, [Shape(6)] Tensor target) => Mse(y, target);

    private static Tensor Binarize(Tensor x, float step) => x + StopGradient(Functions.Binarize(x, step) - x);
}
