namespace DLCompiler.Runtime;

/// <content>Layers that normalise.</content>
public static partial class Layers
{
    /// <summary>See <see cref="LayerNormAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[..., C].</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="affine">Whether the layer has a weight.</param>
    /// <param name="bias">Whether a layer with a weight has a bias, too.</param>
    public static Tensor LayerNorm(
        EagerScope scope, string name, Tensor x, float epsilon = 1e-5f, bool affine = true, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var normal = Normalize(x, [-1], epsilon);
        if (!affine) return normal;
        var scaled = normal * scope.Parameter($"{name}.weight");
        return bias ? scaled + scope.Parameter($"{name}.bias") : scaled;
    }

    /// <summary>See <see cref="RmsNormAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[..., C].</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    /// <param name="affine">Whether the layer has a weight.</param>
    public static Tensor RmsNorm(
        EagerScope scope, string name, Tensor x, float epsilon = RmsNormAttribute.DefaultEpsilon, bool affine = true)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var normal = x * Ops.Rsqrt(Ops.Mean(Ops.Square(x), axis: -1, keepDims: true) + epsilon);
        return affine ? normal * scope.Parameter($"{name}.weight") : normal;
    }

    /// <summary>See <see cref="GroupNormAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[N, C, ...].</param>
    /// <param name="groups">The number of groups of channels.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="affine">Whether the layer has a weight and a bias.</param>
    /// <exception cref="ArgumentException">There are no channels, or the groups would be unequal.</exception>
    public static Tensor GroupNorm(
        EagerScope scope, string name, Tensor x, int groups, float epsilon = 1e-5f, bool affine = true)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2 || groups < 1 || x.Dimensions[1] % groups != 0)
        {
            throw new ArgumentException(
                $"GroupNorm: {ShapeText.Of(x.Dimensions)} has no channels in {groups} equal groups.", nameof(x));
        }

        int size = x.Dimensions[0] * groups;
        var grouped = x.WithShape([x.Dimensions[0], groups, size == 0 ? 0 : x.Count / size]);
        var normal = Normalize(grouped, [-1], epsilon).WithShape(x.Dimensions);
        return ScaleChannels(scope, name, normal, affine);
    }

    /// <summary>See <see cref="InstanceNormAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[N, C, L, ...].</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="affine">Whether the layer has a weight and a bias.</param>
    /// <exception cref="ArgumentException">The rank is below 3, or in training a channel has one value.</exception>
    public static Tensor InstanceNorm(
        EagerScope scope, string name, Tensor x, float epsilon = 1e-5f, bool affine = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 3)
            throw new ArgumentException($"InstanceNorm: {ShapeText.Of(x.Dimensions)} is not [N, C, L, ...].", nameof(x));
        int[] axes = Channels.AxesBeside(x, first: 2);
        RequireSeveral(nameof(InstanceNorm), EagerRun.Require(nameof(InstanceNorm)).Mode, x, axes);
        return ScaleChannels(scope, name, Normalize(x, axes, epsilon), affine);
    }

    /// <summary>
    /// See <see cref="BatchNormAttribute"/>. An eager run in training mode uses the batch's statistics, and leaves the
    /// model's running ones as they are.
    /// </summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[N, C, ...].</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="momentum">The new statistics' share in the running ones.</param>
    /// <param name="affine">Whether the layer has a weight and a bias.</param>
    /// <exception cref="ArgumentException">There are no channels, or in training a channel has one value.</exception>
    public static Tensor BatchNorm(
        EagerScope scope, string name, Tensor x, float epsilon = 1e-5f, float momentum = 0.1f, bool affine = true)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(x);
        var run = EagerRun.Require(nameof(BatchNorm));
        Tensor mean = scope.Buffer($"{name}.running_mean", run), variance = scope.Buffer($"{name}.running_var", run);
        if (run.Mode == Mode.Inference)
        {
            var centred = x - Channels.Align(nameof(BatchNorm), mean, x);
            var normal = centred * Ops.Rsqrt(Channels.Align(nameof(BatchNorm), variance, x) + epsilon);
            return ScaleChannels(scope, name, normal, affine);
        }

        int[] axes = Channels.AxesBeside(x);
        RequireSeveral(nameof(BatchNorm), run.Mode, x, axes);
        Tensor Next(Tensor running, Tensor batch) => (running * (1 - momentum)) + (batch * momentum);
        scope.UpdateBuffer($"{name}.running_mean", Next(mean, Ops.Mean(x, axes)), run);
        scope.UpdateBuffer($"{name}.running_var", Next(variance, Ops.Variance(x, axes, unbiased: true)), run);
        return ScaleChannels(scope, name, Normalize(x, axes, epsilon), affine);
    }

    private static Tensor Normalize(Tensor x, int[] axes, float epsilon)
    {
        var centred = x - Ops.Mean(x, axes, keepDims: true);
        return centred * Ops.Rsqrt(Ops.Variance(x, axes, keepDims: true) + epsilon);
    }

    private static Tensor ScaleChannels(EagerScope scope, string name, Tensor x, bool affine)
    {
        if (!affine) return x;
        ArgumentNullException.ThrowIfNull(scope);
        var weight = Channels.Align(name, scope.Parameter($"{name}.weight"), x);
        return (x * weight) + Channels.Align(name, scope.Parameter($"{name}.bias"), x);
    }

    private static void RequireSeveral(string layer, Mode mode, Tensor x, int[] axes)
    {
        if (mode == Mode.Training && axes.Aggregate(1, (count, axis) => count * x.Dimensions[axis]) < 2)
        {
            throw new ArgumentException(
                $"{layer} needs more than one value a channel in training, not {ShapeText.Of(x.Dimensions)}.", nameof(x));
        }
    }
}
