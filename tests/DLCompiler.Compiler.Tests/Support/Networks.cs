using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Tests.Support;

/// <summary>Whole networks as graphs, for tests of the passes.</summary>
internal static class Networks
{
    private static readonly Dim N = Dim.Symbol("N");

    /// <summary>Two linear layers with a rectifier between, and cross-entropy: [N, 6] → 5 → 3 classes.</summary>
    public static Graph Perceptron()
    {
        var hidden = Build.Relu(Linear(Input("image", N, 6), "Hidden", 5));
        return CrossEntropy(Linear(hidden, "Classify", 3), N);
    }

    /// <summary>
    /// Pre-norm transformer blocks over [N, T, width] and cross-entropy over 11 classes at each position.
    /// </summary>
    public static Graph Transformer(int blocks, int width, int heads)
    {
        var length = Dim.Symbol("T");
        var x = Input("tokens", N, length, width);
        for (int i = 0; i < blocks; i++) x = Block(x, $"Blocks.{i}", heads);
        return CrossEntropy(Linear(Normalize(x, "Last"), "Head", 11), N, length);
    }

    public static Node Input(string name, params Dim[] dims) => new(new Input(name, TensorType.Float(Shape.Of(dims))));

    public static Node Parameter(string name, params Dim[] dims) => new(new Parameter(name, Shape.Of(dims), true));

    private static Graph CrossEntropy(Node logits, params Dim[] rows)
    {
        var label = new Node(new Input("label", TensorType.Int(Shape.Of(rows))));
        return new Graph([new Output(OutputKind.Loss, "loss", new Node(new CrossEntropy(0), logits, label))]);
    }

    private static Node Linear(Node x, string name, int outputs) => new(
        new Linear(),
        x,
        Parameter(name + ".weight", outputs, x.Shape[x.Rank - 1]),
        Parameter(name + ".bias", outputs));

    private static Node Block(Node x, string name, int heads)
    {
        int width = (int)x.Shape[2].Constant;
        var h = Normalize(x, name + ".Norm1");
        var q = Heads(h, name + ".Query", heads);
        var k = Heads(h, name + ".Key", heads);
        var v = Heads(h, name + ".Value", heads);
        var scores = Build.MatMul(q, Build.Transpose(k)) / Math.Sqrt((double)width / heads);
        var mixed = Build.MatMul(new Node(new Softmax(3), scores), v);
        x += Linear(Build.Reshape(Build.Permute(mixed, [0, 2, 1, 3]), x.Shape), name + ".Output", width);
        var wide = new Node(new Gelu(false), Linear(Normalize(x, name + ".Norm2"), name + ".Wide", 4 * width));
        return x + new Node(new Dropout(name.Length, 0.1), Linear(wide, name + ".Narrow", width));
    }

    private static Node Heads(Node x, string name, int heads)
    {
        var split = Shape.Of(x.Shape[0], x.Shape[1], heads, Dim.FloorDiv(x.Shape[2], heads));
        return Build.Permute(Build.Reshape(Linear(x, name, (int)x.Shape[2].Constant), split), [0, 2, 1, 3]);
    }

    private static Node Normalize(Node x, string name)
    {
        EquatableArray<int> last = [x.Rank - 1];
        var centred = x - Build.Mean(x, last);
        var scale = Build.Rsqrt(new Node(new Variance(last, false), x) + 1e-5);
        var width = x.Shape[x.Rank - 1];
        return (centred * scale * Parameter(name + ".weight", width)) + Parameter(name + ".bias", width);
    }
}
