using System.Globalization;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Models.Tests.Networks;

/// <summary>Grows a network of random ops on tensors of random shapes. The same seed grows the same network.</summary>
internal sealed class RandomNetwork
{
    private const int MaxRank = 4;
    private const int MaxElements = 4000;
    private const int LargeBatch = 17;

    // Where an op could make values grow, it is tamed, so that float stays near double.
    private static readonly string[] Unary =
    [
        "Relu({0})", "Tanh({0})", "Sigmoid({0})", "Gelu({0})", "Gelu({0}, approximate: true)", "Silu({0})",
        "Softplus({0})",
        "Abs({0})", "-{0}", "Square(Tanh({0}))", "Exp(Tanh({0}))", "Sqrt(Square({0}) + 1f)", "Log(Square({0}) + 1f)",
        "Rsqrt(Square({0}) + 1f)", "0.5f * {0}", "{0} / 3f", "1f - {0}", "LeakyRelu({0})", "Elu({0})",
        "Clamp({0}, -1f, 1f)",
        "Where({0} > 0.3f, {0}, 0.1f * {0})", "Dropout({0}, 0.25f)", "Pow(Sigmoid({0}), 1.5f)",
    ];

    private static readonly string[] Binary =
    [
        "{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / (Square({1}) + 1f)", "Max({0}, {1})", "Min({0}, {1})",
        "Where({0} > {1}, {0}, {1})",
    ];

    private static readonly string[] Reductions = ["Sum", "Mean", "Max", "Min", "LogSumExp", "Variance"];
    private static readonly Dim N = Dim.Symbol("N");

    private readonly Random _random;
    private readonly List<Expression> _values = [];
    private int _members;

    private RandomNetwork(int seed) => _random = new Random(seed);

    /// <summary>A network of about <paramref name="ops"/> ops.</summary>
    public static Network Create(int seed, int ops = 12) => new RandomNetwork(seed).Grow(ops);

    private Network Grow(int ops)
    {
        AddInput("a", N, 6);
        AddInput("b", N, 4, 6);
        Shape[] weights = [Shape.Of(6), Shape.Of(6, 4), Shape.Of(4, 1), Shape.Of(3, 4, 5)];
        foreach (var shape in weights) AddParameter(shape);
        int leaves = _values.Count;
        while (_values.Count < leaves + ops)
        {
            if (Next() is { } next && IsSmall(next.Shape)) _values.Add(next);
        }

        var used = _values.SelectMany(v => v.Operands).ToHashSet();
        var unused = _values.Skip(leaves).Where(v => !used.Contains(v));
        return new Network([.. unused.Reverse().Take(3)]);
    }

    private void AddInput(string name, params Dim[] shape)
    {
        var shift = Shape.Of(shape.Select(d => d.IsConstant ? d : Dim.One));
        string parameter = name.ToUpperInvariant() + "Shift";
        var input = new Expression(name, Shape.Of(shape)) { Input = name };
        _values.Add(new Expression($"{{0}} + {parameter}", Shape.Of(shape), input)
        {
            Member = Parameter(parameter, shift),
        });
    }

    private void AddParameter(Shape shape)
    {
        string name = $"Weight{Text(_members++)}";
        _values.Add(new Expression(name, shape) { Member = Parameter(name, shape) });
    }

    private static string Parameter(string name, Shape shape) =>
        $"[Parameter({Network.Dimensions(shape)}, Init = Init.Normal)] private partial Tensor {name} {{ get; }}";

    private Expression? Next() => _random.Next(25) switch
    {
        < 4 => UnaryOp(Any()),
        < 7 => BinaryOp(),
        < 10 => Reduction(),
        10 => Softmax(),
        11 => Permutation(),
        12 => Merged(),
        13 => Divided(),
        14 => Sliced(),
        15 => Joined(),
        16 => Positions(),
        17 => Layer(),
        18 or 19 => Repeated(),
        < 23 => Convolved(),
        _ => Product(),
    };

    private Expression UnaryOp(Expression x) => new(Pick(Unary), x.Shape, x);

    private Expression? BinaryOp()
    {
        Expression x = Any(), y = Any();
        return Broadcast(x.Shape, y.Shape) is { } shape ? new(Pick(Binary), shape, x, y) : null;
    }

    private Expression? Reduction()
    {
        var x = Any();
        int[] axes = [.. Enumerable.Range(0, x.Shape.Rank).Where(_ => _random.Next(2) == 0)];
        if (axes.Length == 0) return null;
        bool keep = _random.Next(2) == 0;
        var shape = Shape.Of(x.Shape.Dims
            .Select((d, i) => (Size: axes.Contains(i) ? Dim.One : d, Stays: keep || !axes.Contains(i)))
            .Where(d => d.Stays).Select(d => d.Size));
        string flag = keep ? "true" : "false", list = string.Join(", ", axes.Select(Text));
        return new($"{Pick(Reductions)}({{0}}, axes: [{list}], keepDims: {flag})", shape, x);
    }

    private Expression? Softmax() => Axis(Any()) is var (x, axis)
        ? new($"{Pick("Softmax", "LogSoftmax")}({{0}}, axis: {Text(axis)})", x.Shape, x)
        : null;

    private Expression? Permutation()
    {
        var x = Any();
        if (x.Shape.Rank < 2) return null;
        int[] order = [.. Enumerable.Range(0, x.Shape.Rank)];
        _random.Shuffle(order);
        string list = string.Join(", ", order.Select(Text));
        return new($"Permute({{0}}, {list})", Shape.Of(order.Select(a => x.Shape[a])), x);
    }

    /// <summary>Two neighbouring axes as one.</summary>
    private Expression? Merged()
    {
        var x = Any();
        if (x.Shape.Rank < 2) return null;
        int axis = _random.Next(x.Shape.Rank - 1);
        var dims = x.Shape.Dims.ToList();
        dims[axis] *= dims[axis + 1];
        dims.RemoveAt(axis + 1);
        return Reshaped(x, dims);
    }

    /// <summary>An axis as two, one of which may have size 1.</summary>
    private Expression? Divided()
    {
        if (Axis(Any()) is not var (x, axis) || x.Shape.Rank == MaxRank) return null;
        int factor = Pick(1, 2, 3);
        if (x.Shape[axis].DivideExactly(factor) is not { } rest) return null;
        var dims = x.Shape.Dims.ToList();
        dims[axis] = rest;
        dims.Insert(axis + _random.Next(2), factor);
        return Reshaped(x, dims);
    }

    private Expression? Sliced()
    {
        if (Axis(Any()) is not var (x, axis)) return null;
        if (x.Shape[axis] is not { IsConstant: true } size || size.Constant < 2) return null;
        int start = _random.Next((int)size.Constant - 1), end = _random.Next(start + 1, (int)size.Constant + 1);
        string before = string.Concat(Enumerable.Repeat(".., ", axis));
        return _random.Next(3) == 0
            ? new($"{{0}}[{before}{Text(start)}]", Shape.Of(x.Shape.Dims.Where((_, i) => i != axis)), x)
            : new($"{{0}}[{before}{Text(start)}..{Text(end)}]", x.Shape.With(axis, end - start), x);
    }

    private Expression? Joined()
    {
        if (Axis(Any()) is not var (x, axis)) return null;
        var others = x.Shape.With(axis, 1);
        var y = Pick([.. _values.Where(v => v.Shape.Rank == x.Shape.Rank && v.Shape.With(axis, 1) == others)]);
        if (y.Shape == x.Shape && x.Shape.Rank < MaxRank && _random.Next(2) == 0)
        {
            var dims = x.Shape.Dims.ToList();
            dims.Insert(axis, 2);
            return new($"Stack([{{0}}, {{1}}], axis: {Text(axis)})", Shape.Of(dims), x, y);
        }

        var shape = x.Shape.With(axis, x.Shape[axis] + y.Shape[axis]);
        return new($"Concat([{{0}}, {{1}}], axis: {Text(axis)})", shape, x, y);
    }

    private Expression? Positions() => Axis(Any()) is var (x, _)
        ? new("{0} * (0.25f * Arange({0}.Size(-1)))", x.Shape, x)
        : null;

    private Expression? Layer()
    {
        var x = Any();
        if (x.Shape.Rank < 2 || !x.Last.IsConstant) return null;
        string name = $"Dense{Text(_members++)}";
        int size = Pick(1, 5, 8);
        return new($"{name}({{0}})", x.Shape.With(x.Shape.Rank - 1, size), x)
        {
            Member = $"[Linear({Text(size)})] private partial Tensor {name}(Tensor x);",
        };
    }

    /// <summary>An axis of size 1 as several.</summary>
    private Expression? Repeated()
    {
        if (Axis(Any()) is not var (x, axis) || x.Shape[axis] != Dim.One) return null;
        var shape = x.Shape.With(axis, _random.Next(2, 7));
        return new($"Broadcast({{0}}, {Network.Dimensions(shape)})", shape, x);
    }

    /// <summary>A convolution of [batch, channels, length] or [batch, channels, height, width].</summary>
    private Expression? Convolved()
    {
        var x = Any();
        int axes = x.Shape.Rank - 2;
        if (axes < 1 || x.Shape.Dims.Skip(1).Any(d => !d.IsConstant)) return null;
        int channels = Pick(1, 3, 6), kernel = Pick(1, 2, 3), stride = Pick(1, 1, 2), padding = _random.Next(kernel);
        Dim[] sizes = [.. x.Shape.Dims.Skip(2).Select(d => Dim.FloorDiv(d + (2 * padding) - kernel, stride) + 1)];
        if (sizes.Any(s => s.Constant < 1)) return null;
        string name = $"Filter{Text(_members++)}";
        return new($"{name}({{0}})", Shape.Of([x.Shape[0], channels, .. sizes]), x)
        {
            Member = $"[Conv{Text(axes)}d({Text(channels)}, Kernel = {Text(kernel)}, Stride = {Text(stride)}, Padding = {Text(padding)})] "
                + $"private partial Tensor {name}(Tensor x);",
        };
    }

    /// <summary>A product of matrices, divided by the root of the inner size.</summary>
    private Expression? Product()
    {
        Expression x = Any(), y = Any();
        if (x.Shape.Rank < 2 || y.Shape.Rank < 2) return null;
        bool transposed = _random.Next(2) == 0;
        int last = y.Shape.Rank - 1;
        var (inner, columns) = transposed ? (y.Shape[last], y.Shape[last - 1]) : (y.Shape[last - 1], y.Shape[last]);
        if (inner != x.Last || Broadcast(Batch(x), Batch(y)) is not { } batch) return null;
        string right = transposed ? "Transpose({1})" : "{1}";
        return new(
            $"MatMul({{0}}, {right}) / MathF.Sqrt({{0}}.Size(-1))",
            Shape.Of([.. batch.Dims, x.Shape[x.Shape.Rank - 2], columns]), x, y);
    }

    private static Shape Batch(Expression x) => Shape.Of(x.Shape.Dims.Take(x.Shape.Rank - 2));

    private static Expression Reshaped(Expression x, IReadOnlyList<Dim> dims) =>
        new($"Reshape({{0}}, {Network.Dimensions(Shape.Of(dims))})", Shape.Of(dims), x);

    /// <summary>The common shape, or null.</summary>
    private static Shape? Broadcast(Shape x, Shape y)
    {
        int rank = Math.Max(x.Rank, y.Rank);
        var dims = new Dim[rank];
        for (int i = 0; i < rank; i++)
        {
            Dim a = At(x, i - rank + x.Rank), b = At(y, i - rank + y.Rank);
            if (a != b && a != Dim.One && b != Dim.One) return null;
            dims[i] = a == Dim.One ? b : a;
        }

        return Shape.Of(dims);

        static Dim At(Shape shape, int axis) => axis < 0 ? Dim.One : shape[axis];
    }

    private static bool IsSmall(Shape shape) =>
        shape.Rank <= MaxRank && shape.Count.Evaluate(_ => LargeBatch) <= MaxElements;

    private (Expression X, int Axis)? Axis(Expression x) => x.Shape.Rank == 0 ? null : (x, _random.Next(x.Shape.Rank));

    /// <summary>Any value so far, the latest ones most often, so that networks grow deep.</summary>
    private Expression Any() => _values[Math.Max(_random.Next(_values.Count), _random.Next(_values.Count))];

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
