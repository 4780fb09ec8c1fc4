using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>1 at the first so many places of a new last axis, and 0 behind them.</summary>
public sealed record SequenceMask(Dim Length) : Composite
{
    public static readonly OpDefinition Definition = new(
        "SequenceMask",
        "1 for what belongs to a sequence of a batch, 0 for the padding behind it.",
        call => new TensorValue(new Node(new SequenceMask(call.Positive("length")), call.Tensor("lengths"))))
    {
        Signatures = ["Tensor SequenceMask(IntTensor lengths, int length)"],
        Formula = "yₜ = t < lengths ? 1 : 0; an integer outside 0..length is refused where it is an input",
        ShapeRule = "lengths: int[...], length: T → [..., T]",
        Cases =
        [
            new("SequenceMask(lengths, 5)", "lengths: int[N] < 6"),
            new("SequenceMask(lengths, 3)", "lengths: int[N, 2] < 4"),
            new("SequenceMask(lengths, 3)", "lengths: int[] < 4"),
            new("SequenceMask(lengths, 0)", "lengths: int[N] < 1") { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => $"length: {Length}";

    public override Dim? IndexBound(int input, IReadOnlyList<TensorType> inputs) => Length + 1;

    public override Node Decompose(IReadOnlyList<Node> inputs) =>
        Less(new Node(new Iota(Length)), Unsqueeze(Float(inputs[0]), inputs[0].Rank));

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) =>
        inputs[0].DType == DType.Int32
            ? TensorType.Float(Shape.Of(inputs[0].Shape.Dims.Append(Length)))
            : throw new ShapeException("DLC1014", $"lengths are integers, not {inputs[0]}", "lengths");
}
