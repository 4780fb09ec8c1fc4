using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>xᵀ·W·y + b on the last axes: a linear layer over the products of all pairs of elements.</summary>
public static class Bilinear
{
    public static readonly OpDefinition Definition = new(
        "Bilinear",
        "A form that is linear in each of two vectors, with its weight as an argument.",
        call => new TensorValue(Of(
            call.Tensor("x"), call.Tensor("y"), call.Tensor("weight"), call.Has("bias") ? call.Tensor("bias") : null)))
    {
        Signatures = ["Tensor Bilinear(Tensor x, Tensor y, Tensor weight, Tensor? bias = null)"],
        Formula = "zₘ = Σᵢⱼ xᵢ·Wₘᵢⱼ·yⱼ + bₘ",
        ShapeRule = "x: [..., I], y: [..., J], weight: [M, I, J], bias: [M] → [..., M]",
        Cases =
        [
            new("Bilinear(x, y, weight, bias)", "x: [N, 3]; y: [N, 2]; weight: [4, 3, 2]; bias: [4]"),
            new("Bilinear(x, y, weight)", "x: [N, 2, 3]; y: [N, 2, 2]; weight: [4, 3, 2]"),
            new("Bilinear(x, y, weight)", "x: [N, 3]; y: [N, 2]; weight: [4, 2, 3]") { Fails = "DLC1004" },
            new("Bilinear(x, y, weight)", "x: [N, 3]; y: [N, 2]; weight: [4, 6]") { Fails = "DLC1006" },
        ],
    };

    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    internal static Node Of(Node x, Node y, Node weight, Node? bias)
    {
        if (weight.Rank != 3 || x.Rank == 0 || y.Rank == 0)
        {
            throw new ShapeException(
                "DLC1006", $"Bilinear takes [..., I], [..., J] and [M, I, J], not {x.Shape}, {y.Shape} and {weight.Shape}");
        }

        x = WithLast(x, weight.Shape[1], weight.Shape, "x");
        y = WithLast(y, weight.Shape[2], weight.Shape, "y");
        var pairs = Unsqueeze(x, x.Rank) * Unsqueeze(y, y.Rank - 1);
        Dim inner = weight.Shape[1] * weight.Shape[2];
        var rows = Reshape(pairs, Shape.Of(pairs.Shape.Dims.Take(pairs.Rank - 2).Append(inner)));
        return Linear.Of(rows, Reshape(weight, Shape.Of(weight.Shape[0], inner)), bias);
    }

    private static Node WithLast(Node x, Dim expected, Shape weight, string argument)
    {
        Constraints.Require(
            x.Shape[x.Rank - 1],
            expected,
            "DLC1004",
            () => $"Bilinear cannot apply the weight {weight} to {x.Shape}: the last axis of '{argument}' must be {expected}",
            argument);
        return Reshape(x, x.Shape.With(x.Rank - 1, expected));
    }
}
