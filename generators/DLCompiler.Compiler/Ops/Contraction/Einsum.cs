using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Sums of products by an equation. Operands are joined from left to right: letters that only one of a pair has and
/// nobody needs later are summed out first, letters that both have and nobody needs later are the inner axis of a matrix
/// product, and those that are needed are its batch.
/// </summary>
public static class Einsum
{
    public static readonly OpDefinition Definition = new(
        "Einsum", "Sums of products by an equation, a letter an axis.", Define)
    {
        Signatures = ["Tensor Einsum(string equation, params Tensor[] operands)"],
        Formula = "the product of all operands, summed over the letters that the result has not; "
            + "without '->' the result has the letters that occur once, in alphabetical order",
        ShapeRule = "\"ij,jk->ik\": x: [I, J], y: [J, K] → [I, K]; one letter is one size",
        Cases =
        [
            new("Einsum(\"ij,jk->ik\", x, y)", "x: [N, 3]; y: [3, 4]"),
            new("Einsum(\"bij,bkj->bki\", x, y)", "x: [N, 2, 3]; y: [N, 4, 3]"),
            new("Einsum(\"bhqd,bkhd->bhqk\", x, y)", "x: [N, 2, 3, 4]; y: [N, 5, 2, 4]"),
            new("Einsum(\"ij->ji\", x)", "x: [N, 3]"),
            new("Einsum(\"ij->\", x)", "x: [N, 3]"),
            new("Einsum(\"ii->i\", x)", "x: [4, 4]"),
            new("Einsum(\"i,j\", x, y)", "x: [N]; y: [3]"),
            new("Einsum(\"bi,oij,bj->bo\", x, y, z)", "x: [N, 3]; y: [4, 3, 2]; z: [N, 2]"),
            new("Einsum(\"ij,jk->ik\", x, y)", "x: [N, 3]; y: [4, 5]") { Fails = "DLC1004" },
            new("Einsum(\"ij,jk->ik\", x, y)", "x: [N, 3, 2]; y: [3, 5]") { Fails = "DLC1006" },
            new("Einsum(\"ij->ik\", x)", "x: [N, 3]") { Fails = "DLC1012" },
            new("Einsum(\"ij,jk->ik\", x)", "x: [N, 3]") { Fails = "DLC1012" },
        ],
    };

    private static TensorValue Define(CallArguments call)
    {
        var text = call["equation"] as TextValue
            ?? throw new ShapeException("DLC0010", "the equation must be a constant", "equation");
        var equation = EinsumEquation.Parse(text.Text);
        var nodes = call.Tensors("operands");
        if (nodes.Count != equation.Operands.Count)
        {
            throw new ShapeException(
                "DLC1012", $"'{text.Text}' is of {equation.Operands.Count} operands, not {nodes.Count}", "equation");
        }

        var sizes = new Dictionary<char, Dim>();
        var operands = nodes.Zip(equation.Operands, (node, letters) => Labelled.Of(node, letters, sizes)).ToList();
        var result = operands[0];
        for (int i = 1; i < operands.Count; i++)
        {
            string needed = string.Concat(operands.Skip(i + 1).Select(o => o.Letters)) + equation.Result;
            result = Join(result.Only(operands[i].Letters + needed), operands[i].Only(result.Letters + needed), needed);
        }

        return new TensorValue(result.Only(equation.Result).InOrder(equation.Result));
    }

    /// <summary>A batched matrix product: [shared, left, inner] · [shared, inner, right].</summary>
    private static Labelled Join(Labelled x, Labelled y, string needed)
    {
        string both = string.Concat(x.Letters.Where(y.Letters.Contains));
        string shared = string.Concat(both.Where(needed.Contains)), inner = string.Concat(both.Except(shared));
        string left = string.Concat(x.Letters.Except(both)), right = string.Concat(y.Letters.Except(both));
        var a = Grouped(x, shared, left, inner);
        var b = Grouped(y, shared, inner, right);
        var dims = (shared + left + right).Select(c => x.Letters.Contains(c) ? x.SizeOf(c) : y.SizeOf(c));
        return new Labelled(Reshape(MatMul(a, b), Shape.Of(dims)), shared + left + right);
    }

    /// <summary>The axes in three groups, each joined into one.</summary>
    private static Node Grouped(Labelled x, params string[] groups) =>
        Reshape(
            x.InOrder(string.Concat(groups)),
            Shape.Of(groups.Select(g => Dim.Product(g.Select(x.SizeOf)))));

    /// <summary>A tensor with a letter an axis, each once.</summary>
    private sealed record Labelled(Node Node, string Letters)
    {
        /// <exception cref="ShapeException">Rank or sizes do not fit the letters.</exception>
        public static Labelled Of(Node node, string letters, Dictionary<char, Dim> sizes)
        {
            if (letters.Length != node.Rank)
                throw new ShapeException("DLC1006", $"'{letters}' names {letters.Length} axes of {node.Shape}", "operands");
            for (int axis = 0; axis < letters.Length; axis++)
            {
                char letter = letters[axis];
                if (!sizes.TryGetValue(letter, out var size)) sizes[letter] = size = node.Shape[axis];
                string Message() => $"'{letter}' is {size} before, and {node.Shape[axis]} in '{letters}', {node.Shape}";
                Constraints.Require(size, node.Shape[axis], "DLC1004", Message, "operands");
            }

            return Diagonal(new Labelled(Reshape(node, Shape.Of(letters.Select(c => sizes[c]))), letters));
        }

        public Dim SizeOf(char letter) => Node.Shape[Letters.IndexOf(letter)];

        /// <summary>Sums out the letters that are not among those given.</summary>
        public Labelled Only(string letters)
        {
            var axes = Enumerable.Range(0, Letters.Length).Where(a => !letters.Contains(Letters[a])).ToEquatableArray();
            return axes.Count == 0
                ? this
                : new Labelled(DropAxes(Sum(Node, axes), axes), string.Concat(Letters.Where(letters.Contains)));
        }

        public Node InOrder(string letters) => Permute(Node, letters.Select(c => Letters.IndexOf(c)).ToEquatableArray());

        /// <summary>Takes the diagonal of axes of one letter: all else is masked, and the later axis summed out.</summary>
        private static Labelled Diagonal(Labelled x)
        {
            for (int later = x.Letters.Length - 1; later >= 0; later--)
            {
                int first = x.Letters.IndexOf(x.Letters[later]);
                if (first == later) continue;
                var hit = Equal(Position(x.Node, first), Position(x.Node, later));
                var diagonal = DropAxes(Sum(Where(hit, x.Node, Number(0)), [later]), [later]);
                x = new Labelled(diagonal, x.Letters.Remove(later, 1));
            }

            return x;
        }

        /// <summary>The index along an axis, as a tensor that broadcasts.</summary>
        private static Node Position(Node x, int axis) =>
            Reshape(
                new Node(new Iota(x.Shape[axis])),
                Shape.Of(x.Shape.Dims.Select((d, a) => a == axis ? d : Dim.One)));
    }
}
