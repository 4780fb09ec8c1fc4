using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The cross-correlation of images x [N, C, ...] with a weight [O, C / Groups, kernel...], in groups of channels, over one
/// to three axes.
/// </summary>
public sealed record Convolution(EquatableArray<WindowAxis> Axes, Dim Groups) : ConvolutionOp(Axes, Groups)
{
    public static readonly OpDefinition Conv1d = Define(
        1,
        "lines",
        [
            new("Conv1d(x, weight, bias)", "x: [N, 3, 7]; weight: [4, 3, 3]; bias: [4]"),
            new("Conv1d(x, weight, padding: \"same\", dilation: 2)", "x: [N, 3, T]; weight: [4, 3, 3]"),
            new("Conv1d(x, weight, stride: 2, padding: 1)", "x: [N, 3, 2*T]; weight: [2, 3, 4]"),
            new("Conv1d(x, weight)", "x: [N, 3]; weight: [4, 3, 3]") { Fails = "DLC1006" },
            new("Conv1d(x, weight, stride: 2, padding: \"same\")", "x: [N, 3, 7]; weight: [4, 3, 3]") { Fails = "DLC1012" },
        ]);

    public static readonly OpDefinition Conv2d = Define(
        2,
        "images",
        [
            new("Conv2d(x, weight, bias)", "x: [N, 2, 4, 5]; weight: [3, 2, 3, 3]; bias: [3]"),
            new("Conv2d(x, weight, bias, stride: 2, padding: 1)", "x: [N, 2, 5, 7]; weight: [5, 2, 3, 3]; bias: [5]"),
            new("Conv2d(x, weight, stride: [1, 2], padding: [0, 1])", "x: [N, 2, 3, 6]; weight: [3, 2, 2, 3]"),
            new("Conv2d(x, weight, dilation: 2, padding: \"same\")", "x: [N, 2, 3, 6]; weight: [3, 2, 3, 3]"),
            new("Conv2d(x, weight, groups: 2)", "x: [N, 4, 3, 3]; weight: [6, 2, 2, 2]"),
            new("Conv2d(x, weight, padding: 1, groups: 4)", "x: [N, 4, 3, 5]; weight: [4, 1, 3, 3]"),
            new("Conv2d(x, weight)", "x: [N, 3, 2, 4]; weight: [5, 3, 1, 1]"),
            new("Conv2d(x, weight)", "x: [N, 1, 1, 1]; weight: [1, 1, 1, 1]"),
            new("Conv2d(x, weight, stride: 3)", "x: [N, 2, 7, 4]; weight: [3, 2, 2, 1]"),
            new("Conv2d(x, weight, padding: 1)", "x: [N, 2, T, 4]; weight: [3, 2, 3, 3]"),
            new("Conv2d(x, weight, padding: 1, stride: 2)", "x: [N, 2, T, T+1]; weight: [3, 2, 3, 3]"),
            new("Conv2d(Permute(x, 0, 3, 1, 2), weight)", "x: [N, 3, 4, 2]; weight: [3, 2, 2, 2]"),
            new("Relu(Conv2d(x[.., 1..3], weight, bias)) + 1f", "x: [N, 4, 3, 3]; weight: [2, 2, 2, 2]; bias: [2]"),
            new("Conv2d(x, weight)", "x: [N, 2, 5]; weight: [3, 2, 3, 3]") { Fails = "DLC1006" },
            new("Conv2d(x, weight)", "x: [N, 2, 5, 5]; weight: [3, 2, 3]") { Fails = "DLC1006" },
            new("Conv2d(x, weight)", "x: [N, 2, 5, 5]; weight: [3, 4, 3, 3]") { Fails = "DLC1004" },
            new("Conv2d(x, weight, bias)", "x: [N, 2, 5, 5]; weight: [3, 2, 3, 3]; bias: [2]") { Fails = "DLC1001" },
            new("Conv2d(x, weight, groups: 3)", "x: [N, 6, 5, 5]; weight: [4, 2, 3, 3]") { Fails = "DLC1015" },
            new("Conv2d(x, weight, padding: 1)", "x: [N, 2, 5, 2]; weight: [3, 2, 5, 5]") { Fails = "DLC1016" },
            new("Conv2d(x, weight, padding: -1)", "x: [N, 2, 5, 5]; weight: [3, 2, 3, 3]") { Fails = "DLC1012" },
            new("Conv2d(x, weight, stride: 0)", "x: [N, 2, 5, 5]; weight: [3, 2, 3, 3]") { Fails = "DLC1012" },
            new("Conv2d(x, weight, dilation: [1, 2, 3])", "x: [N, 2, 5, 5]; weight: [3, 2, 3, 3]") { Fails = "DLC1012" },
            new("Conv2d(x, weight, groups: 0)", "x: [N, 2, 5, 5]; weight: [3, 2, 3, 3]") { Fails = "DLC1012" },
        ]);

    public static readonly OpDefinition Conv3d = Define(
        3,
        "volumes",
        [
            new("Conv3d(x, weight, bias, padding: 1)", "x: [N, 2, 2, 3, 3]; weight: [3, 2, 3, 3, 2]; bias: [3]"),
            new("Conv3d(x, weight, stride: [1, 2, 2])", "x: [N, 2, 3, 4, 3]; weight: [4, 2, 2, 2, 2]"),
            new("Conv3d(x, weight)", "x: [N, 2, 3, 4]; weight: [4, 2, 2, 2, 2]") { Fails = "DLC1006" },
        ]);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Shape x = inputs[0].Shape, weight = inputs[1].Shape;
        return TensorType.Float(Shape.Of([x[0], weight[0], .. Axes.Select((axis, i) => axis.Output(x[i + 2]))]));
    }

    public override (Shape X, Shape Y, Shape Weight) Shapes(Node node) =>
        (node.Inputs[0].Shape, node.Shape, node.Inputs[1].Shape);

    public override Shape Space(Node node) => SpaceOfImages(node.Shape);

    public override int StridedAxes(Node node, int input) => input == 0 ? node.Rank : 0;

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        Node x = node.Inputs[0], weight = node.Inputs[1];
        var sizes = x.Shape.Dims.Skip(2).ToEquatableArray();
        return
        [
            new Node(new ConvolutionInput(Axes, Groups, sizes), gradient, weight),
            new Node(new ConvolutionWeight(Axes, Groups), x, gradient),
        ];
    }

    /// <summary>A convolution with its bias.</summary>
    /// <exception cref="ShapeException">The shapes or options do not fit.</exception>
    internal static Node Of(string op, CallArguments call, Node x, Node weight, Node? bias)
    {
        var windows = new WindowOptions(op, call, x.Rank - 2);
        var groups = windows.Groups();
        var outputs = WindowOptions.Divided(op, weight.Shape[0], groups, "output") * groups;
        var inputs = weight.Shape[1] * groups;
        Constraints.Require(
            x.Shape[1],
            inputs,
            "DLC1004",
            () => $"{op} cannot apply the weight {weight.Shape} to {x.Shape}: the images have {x.Shape[1]} channels, and "
                + $"the weight takes {inputs}{(groups == Dim.One ? "" : $" in {groups} groups")}",
            "x");
        var axes = windows.Axes([.. weight.Shape.Dims.Skip(2)], x.Shape);
        x = Build.Reshape(x, x.Shape.With(1, inputs));
        weight = Build.Reshape(weight, weight.Shape.With(0, outputs));
        var result = new Node(new Convolution(axes, groups), x, weight);
        return bias is null ? result : result + Channels.Align(op, bias, result, "bias");
    }

    private static OpDefinition Define(int axes, string things, IReadOnlyList<OpCase> cases)
    {
        string op = $"Conv{axes}d";
        return new OpDefinition(
            op,
            $"The cross-correlation of {things} with a weight, in groups of channels; PyTorch's conv{axes}d.",
            call => new TensorValue(WithWeight(op, call, axes)))
        {
            Signatures =
            [
                $"Tensor {op}(Tensor x, Tensor weight, Tensor? bias = null, PerAxis? stride = null, "
                    + "PerAxis? padding = null, PerAxis? dilation = null, int groups = 1)",
            ],
            Formula = "y[n, o, p] = bias[o] + Σ weight[o, c, t] · x[n, c, p·stride + t·dilation − padding], outside x 0; the "
                + "channels c are those of o's group; padding is a number or \"same\"",
            ShapeRule = WindowOptions.ShapeRule(axes, "O", "weight: [O, C / groups, K…], bias: [O]"),
            Cases = cases,
        };
    }

    private static Node WithWeight(string op, CallArguments call, int axes)
    {
        Node x = call.Tensor("x"), weight = call.Tensor("weight");
        WindowOptions.RequireImages(op, x, axes);
        if (weight.Rank != axes + 2)
        {
            throw new ShapeException(
                "DLC1006", $"{op} takes a weight of rank {axes + 2}, [O, C / groups, kernel...], not {weight.Shape}", "weight");
        }

        return Of(op, call, x, weight, call.Has("bias") ? WindowOptions.Vector(op, call.Tensor("bias")) : null);
    }
}
