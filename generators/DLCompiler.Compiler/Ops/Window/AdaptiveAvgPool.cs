using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The means of parts of images [N, C, ...] that cover them, as many along each axis as <paramref name="Sizes"/> say.
/// Where those do not divide the axes, parts overlap.
/// </summary>
public sealed record AdaptiveAvgPool(EquatableArray<Dim> Sizes) : LibraryCall
{
    public static readonly OpDefinition AdaptiveAvgPool1d = Define(
        1,
        "lines",
        [
            new("AdaptiveAvgPool1d(x, 3)", "x: [N, 2, T]"),
            new("AdaptiveAvgPool1d(x, 2)", "x: [N, 2]") { Fails = "DLC1006" },
        ]);

    public static readonly OpDefinition AdaptiveAvgPool2d = Define(
        2,
        "images",
        [
            new("AdaptiveAvgPool2d(x, 1)", "x: [N, 3, 4, 5]"),
            new("AdaptiveAvgPool2d(x, 1)", "x: [N, 3, T, 2*T]"),
            new("AdaptiveAvgPool2d(x, 2)", "x: [N, 3, 4, 6]"),
            new("AdaptiveAvgPool2d(x, [3, 2])", "x: [N, 2, 7, 5]"),
            new("AdaptiveAvgPool2d(x, 3)", "x: [N, 2, T, T+2]"),
            new("AdaptiveAvgPool2d(x, [4, 1])", "x: [N, 2, 3, 20]"),
            new("AdaptiveAvgPool2d(x, [3, 4])", "x: [N, 2, 3, 4]"),
            new("Relu(AdaptiveAvgPool2d(x[.., 1..], [2, 3]) - 0.125f)", "x: [N, 3, 5, 5]"),
            new("AdaptiveAvgPool2d(x, 2)", "x: [N, 3, 4]") { Fails = "DLC1006" },
            new("AdaptiveAvgPool2d(x, 0)", "x: [N, 3, 4, 4]") { Fails = "DLC1012" },
            new("AdaptiveAvgPool2d(x, [1, 2, 3])", "x: [N, 3, 4, 4]") { Fails = "DLC1012" },
        ]);

    public static readonly OpDefinition AdaptiveAvgPool3d = Define(
        3,
        "volumes",
        [
            new("AdaptiveAvgPool3d(x, 2)", "x: [N, 2, 3, 2, 5]"),
            new("AdaptiveAvgPool3d(x, 2)", "x: [N, 2, 3, 2]") { Fails = "DLC1006" },
        ]);

    public override string Routine => "AdaptivePooling.Run";

    public override IReadOnlyList<StorageParameter> Storages => [new() { Results = [0] }, new() { Operands = [0] }];

    public override string Attributes => $"[{string.Join(", ", Sizes)}]";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        TensorType.Float(Shape.Of([inputs[0].Shape[0], inputs[0].Shape[1], .. Sizes]));

    public override IReadOnlyList<CallArgument> Arguments(Node node) =>
        Arguments(node.Inputs[0].Shape, node.Shape);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [new Node(new AdaptiveAvgPoolInput(node.Inputs[0].Shape.Dims.Skip(2).ToEquatableArray()), gradient)];

    /// <summary>Result, operand, planes, and three sizes of images and results each.</summary>
    internal static IReadOnlyList<CallArgument> Arguments(Shape images, Shape results) =>
    [
        new ResultArgument(), new OperandArgument(0), new SizeArgument(images[0] * images[1]),
        .. Three(images), .. Three(results),
    ];

    private static IEnumerable<CallArgument> Three(Shape shape) =>
        Enumerable.Repeat(Dim.One, 5 - shape.Rank).Concat(shape.Dims.Skip(2)).Select(size => new SizeArgument(size));

    private static OpDefinition Define(int axes, string things, IReadOnlyList<OpCase> cases)
    {
        string op = $"AdaptiveAvgPool{axes}d";
        return new OpDefinition(
            op,
            $"The means of so many parts of {things}; PyTorch's adaptive_avg_pool{axes}d.",
            call => new TensorValue(Build(op, call, axes)))
        {
            Signatures = [$"Tensor {op}(Tensor x, PerAxis size)"],
            Formula = "part i of an axis of L elements, of so many as size says, is that of the elements from ⌊i·L / size⌋ up "
                + "to but not including ⌈(i + 1)·L / size⌉",
            ShapeRule = WindowOptions.AdaptiveRule(axes),
            Cases = cases,
        };
    }

    private static Node Build(string op, CallArguments call, int axes)
    {
        var x = call.Tensor("x");
        WindowOptions.RequireImages(op, x, axes);
        var sizes = new WindowOptions(op, call, axes).PerAxis("size", 1, []);
        if (sizes.SequenceEqual(x.Shape.Dims.Skip(2))) return x;
        return sizes.All(s => s == Dim.One)
            ? Mean(x, Channels.AxesBeside(x, first: 2))
            : new Node(new AdaptiveAvgPool(sizes.ToEquatableArray()), x);
    }
}
