using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// A convolution of images x [N, C, ...] with a weight [O, C / Groups, kernel...] to y [N, O, ...], or one of the two
/// other products of two of them that give the third: its gradients. Together they are closed under differentiation.
/// </summary>
public abstract record ConvolutionOp(EquatableArray<WindowAxis> Axes, Dim Groups) : Contraction
{
    public override string Attributes => $"{string.Join("; ", Axes)}, groups: {Groups}";

    /// <summary>The shapes of images, results and weight.</summary>
    public abstract (Shape X, Shape Y, Shape Weight) Shapes(Node node);

    public sealed override Dim MultiplyAdds(Node node)
    {
        var (_, y, weight) = Shapes(node);
        return y.Count * Dim.Product(weight.Dims.Skip(1));
    }

    /// <summary>Images as a kernel walks them: by image, group, channel and element.</summary>
    protected Shape SpaceOfImages(Shape images) => Shape.Of(
        images[0], Groups, Dim.FloorDiv(images[1], Groups), Dim.Product(images.Dims.Skip(2)));
}
