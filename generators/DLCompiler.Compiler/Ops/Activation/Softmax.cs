using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>eˣ / Σ eˣ along an axis. The gradient needs the result alone.</summary>
public sealed record Softmax(int Axis) : Composite, IDifferentiable
{
    public static readonly OpDefinition Definition = new(
        "Softmax",
        "Positive numbers that sum up to 1 along an axis.",
        call => AlongAxis(call, axis => new Softmax(axis)))
    {
        Signatures = ["Tensor Softmax(Tensor x, int axis = -1)"],
        Formula = "eˣ⁻ᵐ / Σ eˣ⁻ᵐ, m = max x",
        ShapeRule = "x: any shape but a scalar's → the same shape",
        Cases = AxisCases("Softmax"),
    };

    public override string Attributes => $"axis: {Axis}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var exponentials = Exp(inputs[0] - StopGradient(Max(inputs[0], [Axis])));
        return exponentials / Sum(exponentials, [Axis]);
    }

    public IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [node * (gradient - Sum(gradient * node, [Axis]))];

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => inputs[0];

    internal static TensorValue AlongAxis(CallArguments call, Func<int, Composite> op)
    {
        var x = call.Tensor("x");
        return new TensorValue(new Node(op(call.Axis("axis", x.Rank)), x));
    }

    internal static IReadOnlyList<OpCase> AxisCases(string name) =>
    [
        new($"{name}(x)", "x: [N, 5]"),
        new($"{name}(x, axis: 1)", "x: [N, 3, 5]"),
        new($"{name}(x, axis: 2)", "x: [N, 3]") { Fails = "DLC1002" },
    ];
}
