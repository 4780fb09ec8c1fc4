using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>x·Wᵀ + b on the last axis.</summary>
public sealed record Linear : Composite
{
    public static readonly OpDefinition Definition = new(
        "Linear",
        "A fully connected layer on the last axis, with its weight as an argument.",
        call => new TensorValue(
            Of(call.Tensor("x"), call.Tensor("weight"), call.Has("bias") ? call.Tensor("bias") : null)))
    {
        Signatures = ["Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)"],
        Formula = "x·Wᵀ + b",
        ShapeRule = "x: [..., K], weight: [M, K], bias: [M] → [..., M]",
        Cases =
        [
            new("Linear(x, weight, bias)", "x: [N, 3]; weight: [4, 3]; bias: [4]"),
            new("Linear(x, weight)", "x: [N, 2, 3]; weight: [4, 3]"),
            new("Linear(x, weight, bias)", "x: [3]; weight: [4, 3]; bias: [4]"),
            new("Linear(x, weight)", "x: [N, 3]; weight: [3, 4]") { Fails = "DLC1004" },
            new("Linear(x, weight)", "x: [N, 3]; weight: [3]") { Fails = "DLC1006" },
            new("Linear(x, weight, bias)", "x: [N, 3]; weight: [4, 3]; bias: [3]") { Fails = "DLC1001" },
        ],
    };

    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Node Of(Node x, Node weight, Node? bias)
    {
        if (x.Rank == 0 || weight.Rank != 2)
            throw new ShapeException("DLC1006", $"Linear takes [..., K] and [M, K], not {x.Shape} and {weight.Shape}");
        Dim inputs = x.Shape[x.Rank - 1], expected = weight.Shape[1], outputs = weight.Shape[0];
        Constraints.Require(
            inputs,
            expected,
            "DLC1004",
            () => $"Linear cannot apply the weight {weight.Shape} to {x.Shape}: the last axis of 'x' is {inputs}, "
                + $"and the weight takes {expected}",
            "x");
        x = Reshape(x, x.Shape.With(x.Rank - 1, expected));
        return bias is null ? new Node(new Linear(), x, weight) : new Node(new Linear(), x, weight, Fit(bias, outputs));
    }

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var product = MatMul(inputs[0], Transpose(inputs[1]));
        return inputs.Count == 3 ? product + inputs[2] : product;
    }

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) =>
        inputs[0] with { Shape = inputs[0].Shape.With(inputs[0].Rank - 1, inputs[1].Shape[0]) };

    private static Node Fit(Node bias, Dim outputs)
    {
        string Message() => $"Linear adds a bias of shape [{outputs}], not {bias.Shape}";
        if (bias.Rank != 1) throw new ShapeException("DLC1006", Message(), "bias");
        Constraints.Require(bias.Shape[0], outputs, "DLC1001", Message, "bias");
        return Reshape(bias, Shape.Of(outputs));
    }
}
