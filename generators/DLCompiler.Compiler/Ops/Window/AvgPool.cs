using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of each window: a depthwise convolution with ones, divided by how many elements a window has.</summary>
public static class AvgPool
{
    public static readonly OpDefinition AvgPool1d = Define(
        1,
        "lines",
        [
            new("AvgPool1d(x, 2)", "x: [N, 3, 7]"),
            new("AvgPool1d(x, 4, stride: 1, padding: \"same\", countIncludePad: false)", "x: [N, 3, T]"),
            new("AvgPool1d(x, 3, padding: 1, ceilMode: true)", "x: [N, 2, T+3]"),
            new("AvgPool1d(x, 2)", "x: [N, 3, 7, 7]") { Fails = "DLC1006" },
            new("AvgPool1d(x, 2, padding: 2)", "x: [N, 3, 7]") { Fails = "DLC1012" },
        ]);

    public static readonly OpDefinition AvgPool2d = Define(
        2,
        "images",
        [
            new("AvgPool2d(x, 2)", "x: [N, 2, 4, 6]"),
            new("AvgPool2d(x, 3, stride: 2, padding: 1)", "x: [N, 2, 5, 6]"),
            new("AvgPool2d(x, 3, stride: 2, padding: 1, countIncludePad: false)", "x: [N, 2, 5, 6]"),
            new("AvgPool2d(x, [2, 3], stride: [1, 2], padding: [0, 1], countIncludePad: false)", "x: [N, 3, 4, 5]"),
            new("AvgPool2d(x, 2, ceilMode: true)", "x: [N, 2, 5, 6]"),
            new("AvgPool2d(x, 3, stride: 2, padding: 1, ceilMode: true)", "x: [N, 2, 4, 6]"),
            new("AvgPool2d(x, 2, stride: 3, padding: 1, ceilMode: true, countIncludePad: false)", "x: [N, 1, 5, 4]"),
            new("AvgPool2d(x, 2)", "x: [N, 2, 2*T, T+1]"),
            new("AvgPool2d(x, 3, stride: 2, padding: 1, ceilMode: true)", "x: [N, 2, T, 2*T]"),
            new("Relu(AvgPool2d(Permute(x, 0, 3, 1, 2), 2) - 1f)", "x: [N, 4, 4, 3]"),
            new("AvgPool2d(x, 2)", "x: [N, 2, 5]") { Fails = "DLC1006" },
            new("AvgPool2d(x, 3)", "x: [N, 2, 5, 2]") { Fails = "DLC1016" },
            new("AvgPool2d(x, 3, padding: 2)", "x: [N, 2, 5, 5]") { Fails = "DLC1012" },
            new("AvgPool2d(x, 0)", "x: [N, 2, 5, 5]") { Fails = "DLC1012" },
        ]);

    public static readonly OpDefinition AvgPool3d = Define(
        3,
        "volumes",
        [
            new("AvgPool3d(x, 2, stride: [1, 2, 2], padding: [0, 1, 0])", "x: [N, 2, 3, 3, 4]"),
            new("AvgPool3d(x, 2)", "x: [N, 2, 4, 4]") { Fails = "DLC1006" },
        ]);

    private static OpDefinition Define(int axes, string things, IReadOnlyList<OpCase> cases)
    {
        string op = $"AvgPool{axes}d";
        return new OpDefinition(
            op, $"The mean of each window of {things}; PyTorch's avg_pool{axes}d.", call => Build(op, call, axes))
        {
            Signatures =
            [
                $"Tensor {op}(Tensor x, PerAxis kernel, PerAxis? stride = null, PerAxis? padding = null, "
                    + "bool ceilMode = false, bool countIncludePad = true)",
            ],
            Formula = "y[n, c, p] = Σ over t of x[n, c, p·stride + t − padding] / count, outside x 0; count is the number of "
                + "elements of the window that lie in x, or with countIncludePad in x with its padding; the stride is the "
                + "kernel unless given",
            ShapeRule = WindowOptions.PoolRule(axes),
            Cases = cases,
        };
    }

    private static TensorValue Build(string op, CallArguments call, int axes)
    {
        var x = call.Tensor("x");
        WindowOptions.RequireImages(op, x, axes);
        var padded = new WindowOptions(op, call, axes).Pooling(x.Shape);
        var windows = call.Flag("ceilMode") ? padded.Select(w => w.Ceiling).ToEquatableArray() : padded;
        var channels = x.Shape[1];
        var ones = Fill(1, Shape.Of([channels, Dim.One, .. windows.Select(w => w.Kernel)]));
        var sums = new Node(new Convolution(windows, channels), x, ones);
        Node count = Number(1);
        for (int axis = 0; axis < axes; axis++)
        {
            var sizes = Enumerable.Range(2, axes).Select(a => a == axis + 2 ? sums.Shape[a] : Dim.One);
            var (before, after) = call.Flag("countIncludePad")
                ? (padded[axis].Before, padded[axis].After)
                : (Dim.Zero, Dim.Zero);
            count *= Count(windows[axis], x.Shape[axis + 2], before, after) is { } counts
                ? Reshape(counts, Shape.Of(sizes))
                : Number((Scalar)windows[axis].Kernel);
        }

        return new TensorValue(sums / count);
    }

    /// <summary>
    /// How many elements each window has of an axis with so many elements before and after it that count; null where
    /// all windows are whole.
    /// </summary>
    private static Node? Count(WindowAxis axis, Dim input, Dim before, Dim after)
    {
        if ((before - axis.Before).AtLeast(0) && (after - axis.After).AtLeast(0)) return null;
        var start = (new Node(new Iota(axis.Output(input))) * (Scalar)axis.Stride) - (Scalar)axis.Before;
        var end = start + (Scalar)axis.Kernel;
        return Minimum(end, Number((Scalar)(input + after))) - Maximum(start, Number((Scalar)(-before)));
    }
}
