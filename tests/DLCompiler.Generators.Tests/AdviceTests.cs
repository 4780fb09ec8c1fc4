using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests;

/// <summary>What compiles and is a common mistake: the one piece of advice of each, its place and its words.</summary>
public class AdviceTests
{
    private const string SoftmaxTwice =
        "DLC4001: CrossEntropy takes logits and applies Softmax itself: applied twice, it flattens the gradient, and the "
        + "model learns slowly and is never sure. ";

    [Theory]
    [InlineData("[|Softmax(Classify(x))|]", "CrossEntropy(y, label)",
        SoftmaxTwice + "'CrossEntropy(y, label)' takes it, line 6")]
    [InlineData("Flatten([|Softmax(Classify(x))|])", "CrossEntropy(y, label)",
        SoftmaxTwice + "'CrossEntropy(y, label)' takes it, line 6")]
    [InlineData("Classify(x)", "CrossEntropy([|Softmax(y)|], label)",
        SoftmaxTwice + "'CrossEntropy(Softmax(y), label)' takes it, line 6")]
    [InlineData("[|LogSoftmax(Classify(x))|]", "CrossEntropy(y, label)",
        "DLC4001: CrossEntropy takes logits and applies LogSoftmax itself: the first one is work without effect. "
        + "'CrossEntropy(y, label)' takes it, line 6")]
    [InlineData("[|Sigmoid(Classify(x))|]", "BinaryCrossEntropyWithLogits(y, OneHot(label, 10))",
        "DLC4002: BinaryCrossEntropyWithLogits takes logits and applies Sigmoid itself: after Sigmoid, a probability never "
        + "leaves 0.5 to 0.73. 'BinaryCrossEntropyWithLogits(y, OneHot(label, 10))' takes it, line 6")]
    [InlineData("[|Softmax(Classify(x))|]", "NegativeLogLikelihood(y, label)",
        "DLC4003: NegativeLogLikelihood takes logarithms of probabilities, and Softmax gives probabilities: LogSoftmax gives "
        + "their logarithms. 'NegativeLogLikelihood(y, label)' takes it, line 6")]
    [InlineData("[|Relu(Classify(x))|]", "CrossEntropy(y, label)",
        "DLC4004: CrossEntropy takes logits, which may be any numbers: Relu leaves some of them out, and where it is flat "
        + "nothing is learned. 'CrossEntropy(y, label)' takes it, line 6")]
    [InlineData("[|Dropout(Classify(x), 0.5f)|]", "CrossEntropy(y, label)",
        "DLC4010: Dropout comes last: it sets results to 0 at random, and no layer behind it can learn to do without them")]
    [InlineData("Classify(x)", "CrossEntropy(y, [|OneHot(label, 10)|])",
        "DLC4023: CrossEntropy takes classes as they are: OneHot makes a tensor as large as the logits for nothing")]
    [InlineData("Classify(x)", "[|Mean(CrossEntropy(y, label))|]", "DLC4024: Mean of one number is that number")]
    [InlineData("Classify(x)", "-Mean([|Log(Softmax(y))|] * OneHot(label, 10))",
        "DLC4022: 'Log(Softmax(y))' is LogSoftmax computed in a way that fails: a probability below 1e-45 is 0, and its "
        + "logarithm −∞. LogSoftmax is exact")]
    [InlineData("Classify(x)", "Mean([|Log(Sum(Exp(y), axis: 1))|]) - Mean(OneHot(label, 10) * y)",
        "DLC4022: 'Log(Sum(Exp(y), axis: 1))' is LogSumExp computed in a way that fails: Exp overflows above 88. LogSumExp "
        + "is exact")]
    [InlineData("Classify(x)", "Mean([|Log(1 + Exp(y))|]) - Mean(OneHot(label, 10) * y)",
        "DLC4022: 'Log(1f + Exp(y))' is Softplus computed in a way that fails: Exp overflows above 88. Softplus is exact")]
    [InlineData("Classify(x)", "Mse([|Exp(y) / Sum(Exp(y), axis: 1, keepDims: true)|], OneHot(label, 10))",
        "DLC4022: 'Exp(y) / Sum(Exp(y), axis: 1, keepDims: true)' is Softmax computed in a way that fails: Exp overflows "
        + "above 88. Softmax is exact")]
    [InlineData("Classify(x)", "Mse(y, [|y|]) + CrossEntropy(y, label)",
        "DLC4021: both operands of Mse are the same tensor, so that its result is known without it. the first operand, line 6")]
    [InlineData("Max(Classify(x), axis: 1, keepDims: true)", "Mean(Square(2 * ([|y|] - ToFloat(label))))",
        "DLC4020: [N, 1] and [N] broadcast to [N, N]: every row meets every element, not its own alone. Squeeze(…, 1) makes "
        + "[N] of the first. the other operand is [N], line 6")]
    public void Losses(string forward, string loss, string expected) => Reports($$"""
        [Linear(10)] private partial Tensor Classify(Tensor x);
        [Loss] private static Tensor Loss(Tensor y, [Shape("N")] IntTensor label) => {{loss}};
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => {{forward}};
        """, expected);

    [Theory]
    [InlineData("private partial Tensor [|Extra|](Tensor x);", "Relu(Hidden(x))",
        "DLC4005: neither Forward nor a loss calls Extra: it is no part of the network, and has no weights")]
    [InlineData("private partial Tensor Extra(Tensor x);", "[|Extra(Hidden(x))|]",
        "DLC4011: Extra takes what Hidden gives with nothing between: two linear layers are one linear layer. An activation "
        + "between makes them more. 'Hidden(x)' comes first, line 8")]
    [InlineData("private partial Tensor Extra(Tensor x);", "Extra([|Relu(Relu(Hidden(x)))|])",
        "DLC4012: Relu is applied to its own result: an activation twice does no more than once, or something else than is "
        + "meant. 'Relu(Hidden(x))' comes first, line 8")]
    [InlineData("private partial Tensor Extra(Tensor x);", "Extra([|Relu(Sigmoid(Hidden(x)))|])",
        "DLC4013: Relu has no effect on what Sigmoid gives, which is never negative. 'Sigmoid(Hidden(x))' comes first, line 8")]
    public void Layers(string extra, string forward, string expected) => Reports($$"""
        [Linear(8)] private partial Tensor Hidden(Tensor x);
        [Linear(8)] {{extra}}
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) =>
            {{forward}};
        """, expected);

    [Fact]
    public void Biases() => Reports("""
        [Linear(8)] private partial Tensor [|Hidden|](Tensor x);
        [BatchNorm] private partial Tensor Normalize(Tensor x);
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Normalize(Hidden(x));
        """,
        "DLC4009: the bias of Hidden has no effect: BatchNorm subtracts the mean of each channel, and has a bias of its own. "
        + "Bias = false leaves it out. 'Normalize(Hidden(x))' takes its result, line 7");

    [Fact]
    public void Dropout_before_a_batch_norm() => Reports("""
        [Linear(8, Bias = false)] private partial Tensor Hidden(Tensor x);
        [BatchNorm] private partial Tensor Normalize(Tensor x);
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Normalize([|Dropout(Hidden(x), 0.1f)|]);
        [Loss] private static Tensor Loss(Tensor y, [Shape("N", 8)] Tensor wanted) => Mse(y, wanted);
        """,
        "DLC4018: BatchNorm takes what Dropout gives: Dropout raises the variance in training only, so that the running "
        + "variance is wrong in inference (Li et al. 2018). Put Dropout behind BatchNorm. "
        + "'Normalize(Dropout(Hidden(x), 0.1f))' takes it, line 7");

    [Fact]
    public void Parameters() => Reports("""
        [Parameter(8)] private partial Tensor [|Scale|] { get; }
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => x;
        """,
        "DLC4006: neither Forward nor a loss reads Scale: it is saved with the model, and never learns");

    [Fact]
    public void Statements() => Reports("""
        [Linear(8)] private partial Tensor Hidden(Tensor x);
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) { var y = Hidden(x); [|Relu(y)|]; return y; }
        """,
        "DLC4007: nothing depends on 'Relu(y)': ops change no tensor, they return a new one");

    [Fact]
    public void Gradients() => Reports("""
        [Linear(10)] private partial Tensor Classify(Tensor x);
        [Linear(1)] private partial Tensor [|Rate|](Tensor x);
        [Forward] private (Tensor, Tensor) Forward([Shape("N", 8)] Tensor x) => (Classify(x), Rate(x));
        [Loss] private static Tensor Loss(Tensor y, Tensor z, [Shape("N")] IntTensor label) => CrossEntropy(y, label);
        """,
        "DLC4008: no loss depends on Rate: it gets no gradient, and stays as it was initialised");

    [Theory]
    [InlineData("Tensor y", "Mean(StopGradient(y))")]
    [InlineData("Tensor y, Tensor x", "Mean(Square(x))")]
    public void Constant_losses(string parameters, string loss) => Reports($$"""
        [Linear(10)] private partial Tensor Classify(Tensor x);
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Classify(x);
        [Loss] private static Tensor [|Loss|]({{parameters}}) => {{loss}};
        """,
        "DLC4015: Loss depends on no parameter of Net: its gradient is 0, and nothing learns from it");

    [Fact]
    public void Inputs() => Reports("""
        [Linear(10)] private partial Tensor Classify(Tensor x);
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x, [Shape("N")] Tensor [|mask|]) => Classify(x);
        """,
        "DLC4014: Forward does not read 'mask', which every caller must pass");

    [Fact]
    public void Labels() => Reports("""
        [Linear(10)] private partial Tensor Classify(Tensor x);
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Classify(x);
        [Loss] private static Tensor Loss(Tensor y, [Shape("N")] IntTensor [|label|]) => Mean(Square(y));
        """,
        "DLC4014: Loss does not read 'label', which every caller must pass");

    [Theory]
    [InlineData("Linear(1)", "[|Softmax(Score(x))|]",
        "DLC4016: Softmax along axis 1 of [N, 1] has one element, and gives 1 whatever it is; for a yes or no, Sigmoid makes a "
        + "probability of one logit")]
    [InlineData("Conv1d(1, Kernel = 3, Stride = 4)", "[|Score(Unsqueeze(x, 1))|]",
        "DLC4019: Conv1d with a window of 3 and a stride of 4 leaves out inputs between windows")]
    [InlineData("LayerNorm", "[|Score(Unsqueeze(x, 2))|]",
        "DLC4017: LayerNorm of [N, 8, 1] normalises one element at a time: whatever it is, 0 is left")]
    [InlineData("GroupNorm(8)", "[|Score(x)|]",
        "DLC4017: GroupNorm of [N, 8] normalises one element at a time: whatever it is, 0 is left")]
    public void Sizes(string layer, string forward, string expected) => Reports($$"""
        [{{layer}}] private partial Tensor Score(Tensor x);
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => {{forward}};
        """, expected);

    [Fact]
    public void Unmarked_losses() => Reports("""
        [Linear(10)] private partial Tensor Classify(Tensor x);
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Classify(x);
        private static Tensor [|Loss|](Tensor y) => Mean(y);
        """,
        "DLC4025: Net.Loss is not marked [Loss]: the model has no loss, and no trainer");

    [Theory]
    [InlineData("[|Reshape(x, 32, 4, 2)|]",
        "DLC4026: 'Reshape(x, 32, 4, 2)' fits only where 8*N = 256: every other size is refused at run time")]
    [InlineData("[|x * Mean(x, axis: 1)|]",
        "DLC4026: 'x * Mean(x, axis: 1)' fits only where N = 8: every other size is refused at run time")]
    public void Pinned_sizes(string forward, string expected) => Reports(
        $"[Forward] private Tensor Forward([Shape(\"N\", 8)] Tensor x) => {forward};", expected);

    [Theory]
    [InlineData("public [|Net|](int seed) => Seed = seed; public int Seed { get; }",
        "DLC4027: all weights of Net start at 0: the constructor calls neither Initialize(seed) nor Load")]
    [InlineData("public [|Net|](int seed) => Start(seed); private static void Start(int seed) { }",
        "DLC4027: all weights of Net start at 0: the constructor calls neither Initialize(seed) nor Load")]
    [InlineData("public Net(int seed) => Initialize(seed); public [|Net|](string name) => Title = name; public string Title = \"\";",
        "DLC4027: all weights of Net start at 0: the constructor calls neither Initialize(seed) nor Load")]
    public void Weights_that_a_constructor_forgets(string constructor, string expected) => Reports($$"""
        {{constructor}}
        [Linear(10)] private partial Tensor Classify(Tensor x);
        [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Classify(x);
        """, expected);

    [Fact]
    public void Weights_that_a_primary_constructor_forgets() => Analysis.Reports("""
        [Model] public partial class [|Net|](int seed)
        {
            public int Seed => seed;
            [Linear(10)] private partial Tensor Classify(Tensor x);
            [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Classify(x);
        }
        """,
        "DLC4027: all weights of Net start at 0: a primary constructor cannot call Initialize(seed), one with a body can");

    [Theory]
    [InlineData("public Net(string path) => Load(path);")]
    [InlineData("public Net(string path) : this(1) => Load(path); public Net(int seed) => Initialize(seed);")]
    [InlineData("public Net() : this(1) { } public Net(int seed) => Initialize(seed);")]
    [InlineData("public Net(int seed) => Start(seed); private void Start(int seed) { if (seed > 0) Initialize(seed); }")]
    [InlineData("public Net() => Parameters.Classify.EditWeight((weights, _) => weights.Fill(1));")]
    [InlineData("private Net() { } public static Net Create() { var net = new Net(); net.Initialize(1); return net; }")]
    [InlineData("public Net() => Starter.Start(this); private static class Starter { public static void Start(Net net) => net.Initialize(1); }")]
    public void Weights_that_a_constructor_sets(string constructor) => Assert.Empty(Analysis.Run($$"""
        [Model] public partial class Net
        {
            {{constructor}}
            [Linear(10)] private partial Tensor Classify(Tensor x);
            [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Classify(x);
        }
        """).Select(Analysis.Text));

    [Fact]
    public void A_constructor_without_weights_has_none_to_set() => Assert.Empty(Analysis.Run(
        "[Model] public partial class Net { public Net(string name) { } [Forward] private Tensor F([Shape(8)] Tensor x) => Relu(x); }"));

    [Fact]
    public void A_size_that_is_forgotten_is_pinned_to_1() => Reports(
        "[Forward] private Tensor Forward([Shape(\"N\", \"T\", 4)] Tensor x) => [|Reshape(x, \"N\", 4)|];",
        "DLC4026: 'Reshape(x, \"N\", 4)' fits only where T = 1: every other size is refused at run time");

    /// <summary>Programs that look like mistakes, and are none.</summary>
    [Theory]
    [InlineData("[Linear(2)] private partial Tensor A(Tensor x); [Linear(8)] private partial Tensor B(Tensor x);", "B(A(x))")]
    [InlineData("[Linear(8)] private partial Tensor A(Tensor x); [Linear(8)] private partial Tensor B(Tensor x);",
        "B(A(x)) + A(x)")]
    [InlineData("[Linear(8)] private partial Tensor A(Tensor x); [Linear(8, Tied = nameof(A))] private partial Tensor B(Tensor x);",
        "B(Relu(A(x)))")]
    [InlineData("", "Softmax(Softmax(x, axis: 0), axis: 1)")]
    [InlineData("", "Unsqueeze(Sum(x, axis: 1), 1) - Sum(x, axis: 1)")]
    [InlineData("[Conv1d(2, Kernel = 1, Stride = 2)] private partial Tensor A(Tensor x);", "A(Unsqueeze(x, 1))")]
    [InlineData("[Linear(8)] private partial Tensor A(Tensor x); [BatchNorm] private partial Tensor B(Tensor x);",
        "A(x) + B(A(x))")]
    [InlineData("[Linear(8)] private partial Tensor A(Tensor x); [LayerNorm] private partial Tensor B(Tensor x);", "B(A(x))")]
    public void No_advice(string members, string forward) => Assert.Empty(Analysis.Run($$"""
        [Model]
        public partial class Net
        {
            {{members}}
            [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => {{forward}};
        }
        """).Select(Analysis.Text));

    /// <summary>What is said of a block is said once, however many models use it; what a use does, at the use.</summary>
    [Fact]
    public void Blocks()
    {
        const string Source = """
            [Block] public partial class Part
            {
                [Linear(8)] private partial Tensor Scale(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Softmax(Relu(Relu(Scale(x))));
            }

            [Model] public partial class A
            {
                [Layer<Part>] private partial Tensor Use(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Use(x);
                [Loss] private static Tensor Loss(Tensor y, [Shape("N")] IntTensor label) => CrossEntropy(y, label);
            }

            [Model] public partial class B
            {
                [Layer<Part>] private partial Tensor Use(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Use(x);
            }
            """;
        Assert.Equal(["DLC4001 CrossEntropy(y, label)", "DLC4012 Relu(Relu(Scale(x)))"], Analysis.Run(Source)
            .Select(d => $"{d.Id} {d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan)}").Order());
    }

    [Fact]
    public void Severities_are_configured_and_silenced()
    {
        const string Source = """
            [Model] public partial class Net
            {
            #pragma warning disable DLC4005
                [Linear(8)] private partial Tensor Silenced(Tensor x);
            #pragma warning restore DLC4005
                [Linear(8)] private partial Tensor Unused(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Relu(x);
            }
            """;
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(Analysis.Run(Source)).Severity);
        var configured = Analysis.RunWith(("DLC4005", ReportDiagnostic.Error), Source);
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(configured).Severity);
        Assert.Empty(Analysis.RunWith(("DLC4005", ReportDiagnostic.Suppress), Source));
    }

    private static void Reports(string members, string expected) =>
        Analysis.Reports("[Model]\npublic partial class Net\n{\n" + members + "\n}\n", expected);
}
