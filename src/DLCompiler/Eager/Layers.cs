using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>The eager form of each layer: its op over the parameters of a scope.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Layers
{
    /// <summary>x · weightᵀ + bias; see <see cref="LinearAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[..., in].</param>
    /// <param name="bias">Whether the layer has a bias.</param>
    /// <param name="tied">The name of the layer whose weight is used; null for its own.</param>
    public static Tensor Linear(EagerScope scope, string name, Tensor x, bool bias = true, string? tied = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var weight = scope.Parameter($"{tied ?? name}.weight");
        return Ops.Linear(x, weight, bias ? scope.Parameter($"{name}.bias") : null);
    }

    /// <summary>x · weight · y + bias; see <see cref="BilinearAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[..., in1].</param>
    /// <param name="y">[..., in2].</param>
    /// <param name="bias">Whether the layer has a bias.</param>
    public static Tensor Bilinear(EagerScope scope, string name, Tensor x, Tensor y, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var weight = scope.Parameter($"{name}.weight");
        return Ops.Bilinear(x, y, weight, bias ? scope.Parameter($"{name}.bias") : null);
    }

    /// <summary>See <see cref="PreluAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">Any shape, with a slope a channel [N, C, ...].</param>
    public static Tensor Prelu(EagerScope scope, string name, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Ops.Prelu(x, scope.Parameter($"{name}.weight"));
    }

    /// <summary>Rows of the weight; see <see cref="EmbeddingAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">Which rows: any shape.</param>
    public static Tensor Embedding(EagerScope scope, string name, IntTensor x)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Ops.Gather(scope.Parameter($"{name}.weight"), x);
    }

    /// <summary>See <see cref="DropoutAttribute"/>.</summary>
    /// <param name="x">Any shape; the result has it too.</param>
    /// <param name="probability">The probability of 0.</param>
    public static Tensor Dropout(Tensor x, float probability) => Ops.Dropout(x, probability);
}
