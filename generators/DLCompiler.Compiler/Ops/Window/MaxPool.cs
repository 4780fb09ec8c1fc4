using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The maximum of each window of images [N, C, ...], and which tap of the window it is: the first one, or −1 where all
/// are −∞.
/// </summary>
public sealed record MaxPool(EquatableArray<WindowAxis> Axes) : LibraryCall
{
    public static readonly OpDefinition MaxPool1d = Define(
        1,
        "lines",
        [
            new("MaxPool1d(x, 2)", "x: [N, 3, 7]"),
            new("MaxPool1d(x, 3, stride: 1, padding: \"same\")", "x: [N, 3, T]"),
            new("MaxPool1d(x, 3, dilation: 2, ceilMode: true)", "x: [N, 2, 2*T+3]"),
            new("MaxPool1d(x, 2)", "x: [N, 3, 7, 7]") { Fails = "DLC1006" },
            new("MaxPool1d(x, 2, padding: 2)", "x: [N, 3, 7]") { Fails = "DLC1012" },
        ]);

    public static readonly OpDefinition MaxPool2d = Define(
        2,
        "images",
        [
            new("MaxPool2d(x, 2)", "x: [N, 2, 4, 6]"),
            new("MaxPool2d(x, 3, stride: 2, padding: 1)", "x: [N, 2, 5, 6]"),
            new("MaxPool2d(x, [2, 3], stride: [1, 2], padding: [0, 1])", "x: [N, 3, 4, 5]"),
            new("MaxPool2d(x, 2, dilation: [1, 2])", "x: [N, 2, 4, 5]"),
            new("MaxPool2d(x, 2, ceilMode: true)", "x: [N, 2, 5, 6]"),
            new("MaxPool2d(x, 2, stride: 3, padding: 1, ceilMode: true)", "x: [N, 1, 5, 4]"),
            new("MaxPool2d(x, 2)", "x: [N, 2, 2*T, T+1]"),
            new("MaxPool2d(x, 3, stride: 2, padding: 1, ceilMode: true)", "x: [N, 2, T, 2*T]"),
            new("MaxPool2d(Permute(x, 0, 3, 1, 2), 2) + 1f", "x: [N, 4, 4, 3]"),
            new("MaxPool2d(Relu(x), 2) * MaxPool2d(x, 2)", "x: [N, 2, 4, 4]"),
            new("MaxPool2d(x, 1)", "x: [N, 1, 1, 1]"),
            new("MaxPool2d(x, 2)", "x: [N, 2, 5]") { Fails = "DLC1006" },
            new("MaxPool2d(x, 3)", "x: [N, 2, 5, 2]") { Fails = "DLC1016" },
            new("MaxPool2d(x, 3, padding: 2)", "x: [N, 2, 5, 5]") { Fails = "DLC1012" },
            new("MaxPool2d(x, 0)", "x: [N, 2, 5, 5]") { Fails = "DLC1012" },
            new("MaxPool2d(x, [2, 2, 2])", "x: [N, 2, 5, 5]") { Fails = "DLC1012" },
            new("MaxPool2d(x, 3, padding: \"same\")", "x: [N, 2, 5, 5]") { Fails = "DLC1012" },
        ]);

    public static readonly OpDefinition MaxPool3d = Define(
        3,
        "volumes",
        [
            new("MaxPool3d(x, 2, stride: [1, 2, 2], padding: [0, 1, 0])", "x: [N, 1, 3, 3, 4]"),
            new("MaxPool3d(x, 2)", "x: [N, 2, 4, 4]") { Fails = "DLC1006" },
        ]);

    public override string Routine => "MaxPooling.Run";

    public override IReadOnlyList<StorageParameter> Storages => [new() { Results = [0] }, new() { Operands = [0] }];

    public override string Attributes => string.Join("; ", Axes);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Of(inputs[0].Shape, Axes);

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs) =>
        [Infer(inputs), Infer(inputs)];

    public override IReadOnlyList<CallArgument> Arguments(Node node)
    {
        var x = node.Inputs[0].Shape;
        return
        [
            new ResultArgument(0), new ResultArgument(1), new OperandArgument(0), new SizeArgument(x[0] * x[1]),
            new WindowArgument(Axes, x, node.Shape),
        ];
    }

    public override IReadOnlyList<Node?> Gradients(Node node, IReadOnlyList<Node?> gradients)
    {
        var sizes = node.Inputs[0].Shape.Dims.Skip(2).ToEquatableArray();
        return [gradients[0] is { } y ? new Node(new MaxPoolInput(Axes, sizes), y, node.Result(1)) : null];
    }

    /// <summary>The results of windows over images.</summary>
    internal static TensorType Of(Shape x, EquatableArray<WindowAxis> axes) =>
        TensorType.Float(Shape.Of([x[0], x[1], .. axes.Select((axis, i) => axis.Output(x[i + 2]))]));

    private static OpDefinition Define(int axes, string things, IReadOnlyList<OpCase> cases)
    {
        string op = $"MaxPool{axes}d";
        return new OpDefinition(
            op, $"The maximum of each window of {things}; PyTorch's max_pool{axes}d.", call => Build(op, call, axes))
        {
            Signatures =
            [
                $"Tensor {op}(Tensor x, PerAxis kernel, PerAxis? stride = null, PerAxis? padding = null, "
                    + "PerAxis? dilation = null, bool ceilMode = false)",
            ],
            Formula = "y[n, c, p] = max over t of x[n, c, p·stride + t·dilation − padding]; the stride is the kernel unless "
                + "given; the gradient goes to the first maximum",
            ShapeRule = WindowOptions.PoolRule(axes, dilation: "dilation·"),
            Cases = cases,
        };
    }

    private static TensorValue Build(string op, CallArguments call, int axes)
    {
        var x = call.Tensor("x");
        WindowOptions.RequireImages(op, x, axes);
        var windows = new WindowOptions(op, call, axes).Pooling(x.Shape);
        if (call.Flag("ceilMode")) windows = windows.Select(w => w.Ceiling).ToEquatableArray();
        return new TensorValue(new Node(new MaxPool(windows), x).Result(0));
    }
}
