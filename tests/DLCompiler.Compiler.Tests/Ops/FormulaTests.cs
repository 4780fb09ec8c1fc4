using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Ops;

/// <summary>Decompositions against the formulas, written down once more without graphs.</summary>
public class FormulaTests
{
    private static readonly Node X = Networks.Input("x", 2, 3);
    private static readonly double[] Values = [-2.5, -0.3, 0, 0.4, 1.2, 3.1];
    private static readonly double[][] Rows = [[-2.5, -0.3, 0], [0.4, 1.2, 3.1]];

    public static TheoryData<Composite, Func<double, double>> Activations => new()
    {
        { new Square(), x => x * x },
        { new Silu(), x => x * Sigmoid(x) },
        { new Softplus(), x => Math.Log(1 + Math.Exp(x)) },
        { new LeakyRelu(0.2), x => x > 0 ? x : 0.2 * x },
        { new Elu(0.7), x => x > 0 ? x : 0.7 * (Math.Exp(x) - 1) },
        { new Gelu(false), x => x / 2 * (1 + Functions.Erf(x / Math.Sqrt(2))) },
        { new Gelu(true), x => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) },
        { new Clamp(-1, 0.5), x => Math.Clamp(x, -1, 0.5) },
    };

    public static TheoryData<Composite, Func<double[], double>> Reductions => new()
    {
        { new Mean([1]), row => row.Average() },
        { new Variance([1], false), row => row.Sum(x => Math.Pow(x - row.Average(), 2)) / 3 },
        { new Variance([1], true), row => row.Sum(x => Math.Pow(x - row.Average(), 2)) / 2 },
        { new LogSumExp([1]), row => Math.Log(row.Sum(Math.Exp)) },
    };

    public static TheoryData<Composite, Func<double, double, double>> Losses => new()
    {
        { new Mse(), (p, t) => (p - t) * (p - t) },
        { new L1(), (p, t) => Math.Abs(p - t) },
        { new Huber(0.8), (p, t) => Math.Abs(p - t) <= 0.8 ? 0.5 * (p - t) * (p - t) : 0.8 * (Math.Abs(p - t) - 0.4) },
        {
            new BinaryCrossEntropyWithLogits(),
            (x, t) => -(t * Math.Log(Sigmoid(x))) - ((1 - t) * Math.Log(1 - Sigmoid(x)))
        },
    };

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_follow_their_formula(Composite op, Func<double, double> formula) =>
        AssertClose([.. Values.Select(formula)], Evaluate(new Node(op, X)));

    [Theory]
    [MemberData(nameof(Reductions))]
    public void Reductions_follow_their_formula(Composite op, Func<double[], double> formula) =>
        AssertClose([.. Rows.Select(formula)], Evaluate(new Node(op, X)));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Losses_follow_their_formula(Composite op, Func<double, double, double> formula)
    {
        double[] target = [0.1, 0.9, 0.5, 0.4, 1, 0];
        var loss = new Node(op, X, Networks.Input("target", 2, 3));
        AssertClose([Values.Zip(target, formula).Average()], Evaluate(loss, ("target", new NdArray([2, 3], target))));
    }

    [Fact]
    public void Softmax_and_its_logarithm_follow_their_formula()
    {
        double[] softmax = [.. Rows.SelectMany(row => row.Select(x => Math.Exp(x) / row.Sum(Math.Exp)))];
        AssertClose(softmax, Evaluate(new Node(new Softmax(1), X)));
        AssertClose([.. softmax.Select(p => Math.Log(p))], Evaluate(new Node(new LogSoftmax(1), X)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Cross_entropy_follows_its_formula(double smoothing)
    {
        int[] labels = [2, 0];
        double Loss(double[] row, int correct) => -row.Select((x, i) =>
            ((i == correct ? 1 - smoothing : 0) + (smoothing / 3)) * Math.Log(Math.Exp(x) / row.Sum(Math.Exp))).Sum();
        double expected = Rows.Zip(labels, Loss).Average();
        var label = new Node(new Input("label", TensorType.Int(Shape.Of(2))));
        var loss = new Node(new CrossEntropy(smoothing), X, label);
        AssertClose([expected], Evaluate(loss, ("label", new NdArray([2], [2, 0]))));

        var oneHot = new Node(new CrossEntropy(smoothing), X, Networks.Input("p", 2, 3));
        AssertClose([expected], Evaluate(oneHot, ("p", new NdArray([2, 3], [0, 0, 1, 1, 0, 0]))));
    }

    [Fact]
    public void Linear_follows_its_formula()
    {
        var y = Linear.Of(X, Networks.Input("w", 2, 3), Networks.Input("b", 2));
        double[] w = [1, 2, 3, -1, 0.5, 2], b = [10, 20];
        double Dot(double[] row, int output) => row.Select((x, k) => x * w[(output * 3) + k]).Sum();
        double[] expected = [.. Rows.SelectMany(row => b.Select((bias, output) => Dot(row, output) + bias))];
        AssertClose(expected, Evaluate(y, ("w", new NdArray([2, 3], w)), ("b", new NdArray([2], b))));
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_drops_about_its_share()
    {
        var x = Build.Fill(1, Shape.Of(20_000));
        double[] dropped = Evaluate(new Node(new Dropout(3, 0.25), x));
        Assert.All(dropped, v => Assert.True(v is 0 or 1 / 0.75));
        Assert.InRange(dropped.Count(v => v == 0), 4_700, 5_300);
        Assert.NotEqual(dropped, Evaluate(new Node(new Dropout(4, 0.25), x)));
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        var leaves = ("x", new NdArray([2, 3], [1000, 0, -1000, 0, -1000, 1000]));
        Assert.Equal([1, 0, 0, 0, 0, 1], Evaluate(new Node(new Softmax(1), X), leaves));
        Assert.Equal([1000, 1000], Evaluate(new Node(new LogSumExp([1]), X), leaves));
        Assert.Equal([1000, Math.Log(2), 0, Math.Log(2), 0, 1000], Evaluate(new Node(new Softplus(), X), leaves));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Evaluate(Node node, params (string Name, NdArray Value)[] others)
    {
        var leaves = others.ToDictionary(o => o.Name, o => o.Value);
        leaves.TryAdd("x", new NdArray([2, 3], Values));
        return new Interpreter(Samples.Symbols, leaves).Evaluate(node).Values;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
