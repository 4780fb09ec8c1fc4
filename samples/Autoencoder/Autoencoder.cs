using static DLCompiler.Ops;

namespace DLCompiler.Samples;

/// <summary>
/// A denoising autoencoder (Vincent et al. 2008): it sees a damaged picture, and is to draw the whole one through a
/// code of a few numbers.
/// </summary>
[Model]
public sealed partial class Autoencoder
{
    /// <summary>Numbers of a code.</summary>
    public const int CodeSize = 32;

    [Conv2d(16, Kernel = 3, Stride = 2, Padding = 1)]
    private partial Tensor Edges(Tensor image);

    [Conv2d(32, Kernel = 3, Stride = 2, Padding = 1)]
    private partial Tensor Parts(Tensor x);

    [Linear(CodeSize)]
    private partial Tensor Encode(Tensor parts);

    // All codes are equally long: what is near in k-means' eyes is then what has the same pattern, however dark it is.
    [LayerNorm(Affine = false)]
    private partial Tensor Normalize(Tensor code);

    [Linear(256)]
    private partial Tensor Sketch(Tensor code);

    [Linear(784)]
    private partial Tensor Draw(Tensor sketch);

    [Forward]
    private (Tensor Drawn, Tensor Code) Forward([Shape("N", 1, 28, 28)] Tensor image)
    {
        var parts = Relu(Parts(Relu(Edges(image))));
        var code = Normalize(Encode(Flatten(parts)));
        return (Reshape(Draw(Relu(Sketch(code))), "N", 1, 28, 28), code);
    }

    [Loss]
    private static Tensor Loss(Tensor drawn, Tensor code, [Shape("N", 1, 28, 28)] Tensor whole) =>
        Mse(Sigmoid(drawn), whole);
}
