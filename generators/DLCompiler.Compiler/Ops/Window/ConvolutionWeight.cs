using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The weight from images x and results y: the gradient of a <see cref="Convolution"/> by its weight.
/// </summary>
public sealed record ConvolutionWeight(EquatableArray<WindowAxis> Axes, Dim Groups) : ConvolutionOp(Axes, Groups)
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Shape x = inputs[0].Shape, y = inputs[1].Shape;
        return TensorType.Float(Shape.Of([y[1], Dim.FloorDiv(x[1], Groups), .. Axes.Select(a => a.Kernel)]));
    }

    public override (Shape X, Shape Y, Shape Weight) Shapes(Node node) =>
        (node.Inputs[0].Shape, node.Inputs[1].Shape, node.Shape);

    public override Shape Space(Node node) => Shape.Of(
        Groups, Dim.FloorDiv(node.Shape[0], Groups), Dim.Product(node.Shape.Dims.Skip(1)));

    public override int StridedAxes(Node node, int input) => node.Inputs[input].Rank;

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        Node x = node.Inputs[0], y = node.Inputs[1];
        var sizes = x.Shape.Dims.Skip(2).ToEquatableArray();
        return
        [
            new Node(new ConvolutionInput(Axes, Groups, sizes), y, gradient),
            new Node(new Convolution(Axes, Groups), x, gradient),
        ];
    }
}
