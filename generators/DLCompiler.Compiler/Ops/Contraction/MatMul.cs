using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// a·b over the last two axes: [..., M, K] · [..., K, N]. The axes before are equal; a transposed operand is a
/// <see cref="Permute"/>.
/// </summary>
public sealed record MatMul : Contraction
{
    public static readonly OpDefinition Definition = new(
        "MatMul", "The matrix product, batched where ranks are above 2.", Define)
    {
        Signatures = ["Tensor MatMul(Tensor a, Tensor b)"],
        Formula = "cᵢⱼ = Σₖ aᵢₖ·bₖⱼ",
        ShapeRule = "a: [..., M, K], b: [..., K, N] → [..., M, N]; leading axes broadcast; "
            + "a vector is a row on the left and a column on the right, and loses that axis again",
        Cases =
        [
            new("MatMul(a, b)", "a: [N, 3]; b: [3, 4]"),
            new("MatMul(a, b)", "a: [N, 2, 3]; b: [N, 3, 4]"),
            new("MatMul(a, b)", "a: [N, 2, 3]; b: [3, 4]"),
            new("MatMul(a, b)", "a: [2, 3]; b: [N, 3, 4]"),
            new("MatMul(a, b)", "a: [N, 1, 2, 3]; b: [5, 3, 4]"),
            new("MatMul(a, b)", "a: [N, 3]; b: [3]"),
            new("MatMul(a, b)", "a: [3]; b: [3, N]"),
            new("MatMul(a, b)", "a: [3]; b: [3]"),
            new("MatMul(a, b)", "a: [N, 3]; b: [4, 5]") { Fails = "DLC1004" },
            new("MatMul(a, b)", "a: [2, 2, 3]; b: [4, 3, 5]") { Fails = "DLC1001" },
            new("MatMul(a, b)", "a: []; b: [3, 4]") { Fails = "DLC1006" },
        ],
    };

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Shape a = inputs[0].Shape, b = inputs[1].Shape;
        int rank = a.Rank;
        bool fits = rank >= 2 && b.Rank == rank && a[rank - 1] == b[rank - 2]
            && a.Dims.Take(rank - 2).SequenceEqual(b.Dims.Take(rank - 2));
        return fits
            ? TensorType.Float(a.With(rank - 1, b[rank - 1]))
            : throw new InvalidOperationException($"MatMul of {a} and {b}: the operands were not aligned.");
    }

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
    [
        new Node(this, gradient, Build.Transpose(node.Inputs[1])),
        new Node(this, Build.Transpose(node.Inputs[0]), gradient),
    ];

    public override Shape Space(Node node) => node.Shape;

    public override int StridedAxes(Node node, int input) => node.Rank;

    public override Dim MultiplyAdds(Node node) => node.Shape.Count * node.Inputs[0].Shape[node.Rank - 1];

    private static TensorValue Define(CallArguments call) => new(Build.MatMul(call.Tensor("a"), call.Tensor("b")));
}
