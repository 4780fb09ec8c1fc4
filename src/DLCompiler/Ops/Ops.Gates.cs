namespace DLCompiler;

/// <content>Piecewise, trained and gated activations.</content>
public static partial class Ops
{
    /// <summary>min(max(x/6 + 1/2, 0), 1). PyTorch: <c>hardsigmoid</c>.</summary>
    public static Tensor HardSigmoid(Tensor x) => Elementwise.Map(x, v => Math.Clamp((v / 6) + 0.5, 0, 1));

    /// <summary>x · hard sigmoid of x. PyTorch: <c>hardswish</c> (Howard et al. 2019).</summary>
    public static Tensor HardSwish(Tensor x) => Elementwise.Map(x, v => v * Math.Clamp((v / 6) + 0.5, 0, 1));

    /// <summary>x · tanh(softplus(x)). PyTorch: <c>mish</c> (Misra 2019).</summary>
    public static Tensor Mish(Tensor x) => Elementwise.Map(x, v => v * Math.Tanh(SpecialFunctions.Softplus(v)));

    /// <summary>x where it is positive, else slope · x. PyTorch: <c>prelu</c> (He et al. 2015).</summary>
    /// <param name="x">[N, C, ...].</param>
    /// <param name="slope">[1], or [C] for one a channel.</param>
    /// <exception cref="ArgumentException">The slopes are not one, nor one a channel.</exception>
    public static Tensor Prelu(Tensor x, Tensor slope)
    {
        ArgumentNullException.ThrowIfNull(slope);
        if (slope.Rank != 1)
        {
            throw new ArgumentException(
                $"Prelu: slopes are of rank 1, not {ShapeText.Of(slope.Dimensions)}.", nameof(slope));
        }

        return Where(x > 0f, x, x * (slope.Count == 1 ? slope : Channels.Align(nameof(Prelu), slope, x)));
    }

    /// <summary>a · sigmoid(b), a and b the halves of an axis. PyTorch: <c>glu</c> (Dauphin et al. 2017).</summary>
    /// <exception cref="ArgumentException">The axis is out of range or its size is odd.</exception>
    public static Tensor Glu(Tensor x, int axis = -1)
    {
        var (a, b) = Halves(nameof(Glu), x, axis);
        return a * Sigmoid(b);
    }

    /// <summary>silu(a) · b, a and b the halves of an axis (Shazeer 2020).</summary>
    /// <exception cref="ArgumentException">The axis is out of range or its size is odd.</exception>
    public static Tensor SwiGlu(Tensor x, int axis = -1)
    {
        var (a, b) = Halves(nameof(SwiGlu), x, axis);
        return Silu(a) * b;
    }

    private static (Tensor First, Tensor Second) Halves(string op, Tensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int resolved = Axes.Resolve(op, axis, x.Rank);
        if (x.Dimensions[resolved] % 2 != 0)
        {
            throw new ArgumentException(
                $"{op}: axis {axis} of {ShapeText.Of(x.Dimensions)} has an odd size.", nameof(axis));
        }

        Tensor[] halves = Split(x, parts: 2, axis: resolved);
        return (halves[0], halves[1]);
    }
}
