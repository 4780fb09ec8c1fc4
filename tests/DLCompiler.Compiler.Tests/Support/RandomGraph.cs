using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Tests.Support;

/// <summary>
/// Random graphs with a scalar loss, over parameters and inputs of a few shapes; smooth ops only, and tame values.
/// </summary>
internal sealed class RandomGraph
{
    private static readonly Dim N = Dim.Symbol("N");

    private readonly Random _random;
    private readonly List<Node> _pool;

    private RandomGraph(int seed)
    {
        _random = new Random(seed);
        _pool =
        [
            Networks.Input("x", N, 6), Networks.Input("y", N, 2, 3), Networks.Parameter("w", 6, 6),
            Networks.Parameter("b", 6), Networks.Parameter("s", 1, 3), Build.Number(0.5),
        ];
    }

    public static Graph Make(int seed, int ops = 25)
    {
        var maker = new RandomGraph(seed);
        for (int i = 0; i < ops; i++) maker.Add();
        var terms = maker._pool.Skip(maker._pool.Count - 4).Select(Build.MeanOfAll);
        return new Graph([new Output(OutputKind.Loss, "loss", terms.Aggregate(Build.Add))]);
    }

    /// <summary>Adds a node that some op makes of nodes of the pool; a choice that does not fit is left.</summary>
    private void Add()
    {
        Node x = Pick(), y = Pick();
        int axis = x.Rank == 0 ? 0 : _random.Next(x.Rank);
        try
        {
            var made = _random.Next(16) switch
            {
                0 or 1 => Build.Tanh(x + y),
                2 => x - y,
                3 or 4 => Build.Sigmoid(x) * y,
                5 => x / (Build.Square(y) + 1),
                6 => -x,
                7 when x.Rank > 0 => Build.Sum(x, [axis]) * 0.25,
                8 when x.Rank > 0 => Build.Mean(x, [axis]),
                9 when x.Rank > 0 => new Node(new Softmax(axis), x),
                10 when x.Rank > 0 => Build.LogSumExp(x, [axis]),
                11 when x.Rank > 1 => Build.Transpose(x, axis, _random.Next(x.Rank)),
                12 when x.Rank > 1 => Build.Tanh(Build.MatMul(x, y)),
                13 when x.Rank > 0 && x.Shape[axis] is { IsConstant: true, Constant: > 2 and var size } =>
                    Split(x, axis, (int)size),
                14 when x.Rank > 1 => Build.Reshape(x, Shape.Of(x.Shape.Count)),
                15 when x.Rank > 0 => Build.Slice(Build.Concat([x, x * 2], axis), axis, 1, x.Shape[axis]),
                _ => x * 0.5,
            };
            if (made.Rank <= 4) _pool.Add(made);
        }
        catch (ShapeException)
        {
            // The operands did not fit; another choice will.
        }
    }

    /// <summary>Two parts, changed and joined the other way round.</summary>
    private Node Split(Node x, int axis, int size)
    {
        int first = _random.Next(1, size);
        Node left = Build.Slice(x, axis, 0, first), right = Build.Slice(x, axis, first, size - first);
        return Build.Concat([Build.Tanh(right), left], axis);
    }

    private Node Pick() => _pool[_random.Next(_pool.Count)];
}
