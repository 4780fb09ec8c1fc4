using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x − ln Σ eˣ along an axis. The gradient needs the result alone.</summary>
public sealed record LogSoftmax(int Axis) : Composite, IDifferentiable
{
    public static readonly OpDefinition Definition = new(
        "LogSoftmax",
        "The logarithm of Softmax, without loss of precision.",
        call => Softmax.AlongAxis(call, axis => new LogSoftmax(axis)))
    {
        Signatures = ["Tensor LogSoftmax(Tensor x, int axis = -1)"],
        Formula = "x − ln Σ eˣ",
        ShapeRule = "x: any shape but a scalar's → the same shape",
        Cases = Softmax.AxisCases("LogSoftmax"),
    };

    public override string Attributes => $"axis: {Axis}";

    public override Node Decompose(IReadOnlyList<Node> inputs) => inputs[0] - LogSumExp(inputs[0], [Axis]);

    public IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [gradient - (Exp(node) * Sum(gradient, [Axis]))];

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => inputs[0];
}
