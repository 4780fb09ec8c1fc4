using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The transposed convolution: each element of x [N, C, ...] adds a kernel of the weight [C, O / groups, kernel...] to the
/// result [N, O, ...]. It is the gradient of a convolution by its images, which is a primitive.
/// </summary>
public static class ConvTranspose
{
    public static readonly OpDefinition ConvTranspose1d = Define(
        1,
        "lines",
        [
            new("ConvTranspose1d(x, weight, bias)", "x: [N, 3, 5]; weight: [3, 4, 3]; bias: [4]"),
            new("ConvTranspose1d(x, weight, stride: 2, padding: 1, outputPadding: 1)", "x: [N, 3, T]; weight: [3, 2, 3]"),
            new("ConvTranspose1d(x, weight)", "x: [N, 3]; weight: [3, 4, 3]") { Fails = "DLC1006" },
            new("ConvTranspose1d(x, weight, padding: \"same\")", "x: [N, 3, 7]; weight: [3, 4, 3]") { Fails = "DLC1012" },
        ]);

    public static readonly OpDefinition ConvTranspose2d = Define(
        2,
        "images",
        [
            new("ConvTranspose2d(x, weight, bias)", "x: [N, 2, 3, 4]; weight: [2, 3, 3, 2]; bias: [3]"),
            new("ConvTranspose2d(x, weight, bias, stride: 2)", "x: [N, 4, 3, 2]; weight: [4, 3, 2, 2]; bias: [3]"),
            new("ConvTranspose2d(x, weight, stride: 2, padding: 1)", "x: [N, 2, 3, 3]; weight: [2, 5, 4, 4]"),
            new(
                "ConvTranspose2d(x, weight, stride: [2, 3], padding: [0, 1], outputPadding: [1, 2])",
                "x: [N, 2, 3, 3]; weight: [2, 3, 2, 3]"),
            new(
                "ConvTranspose2d(x, weight, dilation: 3, outputPadding: 2)",
                "x: [N, 2, 2, 3]; weight: [2, 3, 2, 2]"),
            new("ConvTranspose2d(x, weight, groups: 2)", "x: [N, 4, 3, 3]; weight: [4, 3, 2, 2]"),
            new("ConvTranspose2d(x, weight, stride: 2, groups: 3)", "x: [N, 3, 3, 2]; weight: [3, 1, 3, 3]"),
            new("ConvTranspose2d(x, weight)", "x: [N, 3, 2, 4]; weight: [3, 5, 1, 1]"),
            new("ConvTranspose2d(x, weight, stride: 2)", "x: [N, 2, T, 3]; weight: [2, 3, 2, 2]"),
            new("Relu(ConvTranspose2d(x[.., 1..3], weight, bias)) + 1f", "x: [N, 4, 3, 3]; weight: [2, 2, 2, 2]; bias: [2]"),
            new("ConvTranspose2d(Permute(x, 0, 3, 1, 2), weight)", "x: [N, 3, 2, 2]; weight: [2, 3, 2, 2]"),
            new("ConvTranspose2d(x, weight)", "x: [N, 2, 5]; weight: [2, 3, 3, 3]") { Fails = "DLC1006" },
            new("ConvTranspose2d(x, weight)", "x: [N, 2, 5, 5]; weight: [2, 3, 3]") { Fails = "DLC1006" },
            new("ConvTranspose2d(x, weight)", "x: [N, 2, 5, 5]; weight: [3, 2, 3, 3]") { Fails = "DLC1004" },
            new("ConvTranspose2d(x, weight, bias)", "x: [N, 2, 5, 5]; weight: [2, 3, 3, 3]; bias: [2]") { Fails = "DLC1001" },
            new("ConvTranspose2d(x, weight, groups: 3)", "x: [N, 4, 5, 5]; weight: [4, 2, 3, 3]") { Fails = "DLC1015" },
            new("ConvTranspose2d(x, weight, padding: 3)", "x: [N, 2, 1, 5]; weight: [2, 3, 3, 3]") { Fails = "DLC1016" },
            new("ConvTranspose2d(x, weight, stride: 2, outputPadding: 2)", "x: [N, 2, 5, 5]; weight: [2, 3, 3, 3]")
            {
                Fails = "DLC1012",
            },
        ]);

    public static readonly OpDefinition ConvTranspose3d = Define(
        3,
        "volumes",
        [
            new("ConvTranspose3d(x, weight, bias, stride: 2)", "x: [N, 2, 2, 1, 2]; weight: [2, 3, 2, 2, 2]; bias: [3]"),
            new("ConvTranspose3d(x, weight)", "x: [N, 2, 3, 4]; weight: [2, 4, 2, 2, 2]") { Fails = "DLC1006" },
        ]);

    /// <summary>A transposed convolution with its bias.</summary>
    /// <exception cref="ShapeException">The shapes or options do not fit.</exception>
    internal static Node Of(string op, CallArguments call, Node x, Node weight, Node? bias)
    {
        var windows = new WindowOptions(op, call, x.Rank - 2);
        var groups = windows.Groups();
        var inputs = WindowOptions.Divided(op, weight.Shape[0], groups, "input") * groups;
        Constraints.Require(
            x.Shape[1],
            inputs,
            "DLC1004",
            () => $"{op} cannot apply the weight {weight.Shape} to {x.Shape}: the images have {x.Shape[1]} channels, and "
                + $"the weight takes {inputs}",
            "x");
        var (axes, sizes) = windows.Transposed([.. weight.Shape.Dims.Skip(2)], x.Shape);
        x = Build.Reshape(x, x.Shape.With(1, inputs));
        weight = Build.Reshape(weight, weight.Shape.With(0, inputs));
        var result = new Node(new ConvolutionInput(axes, groups, sizes), x, weight);
        return bias is null ? result : result + Channels.Align(op, bias, result, "bias");
    }

    private static OpDefinition Define(int axes, string things, IReadOnlyList<OpCase> cases)
    {
        string op = $"ConvTranspose{axes}d";
        return new OpDefinition(
            op,
            $"The transposed convolution of {things} with a weight, in groups of channels; PyTorch's conv_transpose{axes}d.",
            call => new TensorValue(WithWeight(op, call, axes)))
        {
            Signatures =
            [
                $"Tensor {op}(Tensor x, Tensor weight, Tensor? bias = null, PerAxis? stride = null, "
                    + "PerAxis? padding = null, PerAxis? outputPadding = null, PerAxis? dilation = null, int groups = 1)",
            ],
            Formula = "y[n, o, q] = bias[o] + Σ weight[c, o, t] · x[n, c, p] over all p and t with p·stride + t·dilation − padding = q; "
                + "the channels c are those of o's group",
            ShapeRule = WindowOptions.TransposedRule(axes, "O", "weight: [C, O / groups, K…], bias: [O]"),
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
                "DLC1006", $"{op} takes a weight of rank {axes + 2}, [C, O / groups, kernel...], not {weight.Shape}", "weight");
        }

        return Of(op, call, x, weight, call.Has("bias") ? WindowOptions.Vector(op, call.Tensor("bias")) : null);
    }
}
