using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The images x from results y and a weight: the gradient of a <see cref="Convolution"/> by its images, which used forward is
/// the transposed convolution.
/// </summary>
/// <param name="Axes">The windows of the convolution.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Sizes">The sizes of the images' axes after the channels.</param>
public sealed record ConvolutionInput(EquatableArray<WindowAxis> Axes, Dim Groups, EquatableArray<Dim> Sizes)
    : ConvolutionOp(Axes, Groups)
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Shape y = inputs[0].Shape, weight = inputs[1].Shape;
        return TensorType.Float(Shape.Of([y[0], weight[1] * Groups, .. Sizes]));
    }

    public override (Shape X, Shape Y, Shape Weight) Shapes(Node node) =>
        (node.Shape, node.Inputs[0].Shape, node.Inputs[1].Shape);

    public override Shape Space(Node node) => SpaceOfImages(node.Shape);

    /// <summary>The elements of a channel of y lie one after the other.</summary>
    public override int StridedAxes(Node node, int input) => input == 0 ? 2 : 0;

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
    [
        new Node(new Convolution(Axes, Groups), gradient, node.Inputs[1]),
        new Node(new ConvolutionWeight(Axes, Groups), gradient, node.Inputs[0]),
    ];
}
