using DLCompiler.CodeFixes;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>What code fixes make of wrong programs; the result compiles.</summary>
public class CodeFixTests
{
    private const string Classes = """
        [Model] public class A { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }
        /// <summary>Kept.</summary>
        [Block]
        internal sealed class B { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }
        """;

    [Fact]
    public Task All_classes_become_partial() => Fixes.ChangeAll(
        new MakePartialFix(),
        "DLC0001",
        "Make the class partial",
        Classes,
        Classes.Replace("public class", "public partial class", StringComparison.Ordinal)
            .Replace("sealed class", "sealed partial class", StringComparison.Ordinal));

    [Fact]
    public Task A_class_becomes_partial() => Fixes.Change(
        new MakePartialFix(),
        "DLC0001",
        "Make the class partial",
        "[Model] public class Net { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }",
        "[Model] public partial class Net { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }");

    [Theory]
    [InlineData("DLC4001", "Remove Softmax", "Softmax(Classify(x))", "Classify(x)", "CrossEntropy(y, label)")]
    [InlineData("DLC4002", "Remove Sigmoid", "Sigmoid(Classify(x))", "Classify(x)",
        "BinaryCrossEntropyWithLogits(y, OneHot(label, 10))")]
    [InlineData("DLC4004", "Remove Relu", "Relu(Classify(x))", "Classify(x)", "CrossEntropy(y, label)")]
    [InlineData("DLC4010", "Remove Dropout", "Dropout(Classify(x), 0.5f)", "Classify(x)", "CrossEntropy(y, label)")]
    [InlineData("DLC4012", "Remove Relu", "Classify(Relu(Relu(x + 1)))", "Classify(Relu(x + 1))", "CrossEntropy(y, label)")]
    [InlineData("DLC4013", "Remove Relu", "Classify(Relu(Exp(x)))", "Classify(Exp(x))", "CrossEntropy(y, label)")]
    public Task A_call_is_removed(string rule, string title, string before, string after, string loss) => Fixes.Change(
        new RemoveCallFix(), rule, title, Classifier(before, loss), Classifier(after, loss));

    [Theory]
    [InlineData("DLC4001", "Remove Softmax", "CrossEntropy(Softmax(y), label)", "CrossEntropy(y, label)")]
    [InlineData("DLC4023", "Remove OneHot", "CrossEntropy(y, OneHot(label, 10))", "CrossEntropy(y, label)")]
    [InlineData("DLC4024", "Remove Mean", "Mean(CrossEntropy(y, label))", "CrossEntropy(y, label)")]
    public Task A_call_in_a_loss_is_removed(string rule, string title, string before, string after) => Fixes.Change(
        new RemoveCallFix(), rule, title, Classifier("Classify(x)", before), Classifier("Classify(x)", after));

    [Fact]
    public Task All_second_activations_are_removed() => Fixes.ChangeAll(
        new RemoveCallFix(),
        "DLC4012",
        "Remove Relu",
        Classifier("Classify(Relu(Relu(x + 1)) * Relu(Relu(x - 1)))", "CrossEntropy(y, label)"),
        Classifier("Classify(Relu(x + 1) * Relu(x - 1))", "CrossEntropy(y, label)"));

    [Fact]
    public Task Probabilities_become_logarithms() => Fixes.Change(
        new OtherCallFix(),
        "DLC4003",
        "Use LogSoftmax",
        Classifier("Softmax(Classify(x), axis: 1)", "NegativeLogLikelihood(y, label)"),
        Classifier("LogSoftmax(Classify(x), axis: 1)", "NegativeLogLikelihood(y, label)"));

    [Fact]
    public Task One_class_gets_a_sigmoid() => Fixes.Change(
        new OtherCallFix(),
        "DLC4016",
        "Use Sigmoid",
        Layer("[Linear(1)] private partial Tensor Use(Tensor x);", "Softmax(Use(x), axis: 1)"),
        Layer("[Linear(1)] private partial Tensor Use(Tensor x);", "Sigmoid(Use(x))"));

    [Theory]
    [InlineData("Log(Softmax(y, axis: 1))", "LogSoftmax(y, axis: 1)", "Use LogSoftmax")]
    [InlineData("Log(Sigmoid(y))", "-Softplus(-y)", "Use Softplus")]
    [InlineData("Log(Sigmoid(y - 1))", "-Softplus(-(y - 1))", "Use Softplus")]
    [InlineData("Log(Sum(Exp(y), axis: 1, keepDims: true))", "LogSumExp(y, axis: 1, keepDims: true)", "Use LogSumExp")]
    [InlineData("Log(1 + Exp(y))", "Softplus(y)", "Use Softplus")]
    [InlineData("Exp(y) / Sum(Exp(y), axis: 1, keepDims: true)", "Softmax(y, axis: 1)", "Use Softmax")]
    public Task A_formula_becomes_an_op(string before, string after, string title) => Fixes.Change(
        new StableFormulaFix(),
        "DLC4022",
        title,
        Classifier("Classify(x)", $"Mse({before} * OneHot(label, 10), y)"),
        Classifier("Classify(x)", $"Mse({after} * OneHot(label, 10), y)"));

    [Fact]
    public Task All_unused_layers_are_deleted() => Fixes.ChangeAll(
        new DeleteMemberFix(),
        "DLC4005",
        "Delete the layer",
        Layer(
            "[Linear(1)] private partial Tensor First(Tensor x);\n    [Linear(8)] private partial Tensor Use(Tensor x);\n"
            + "    [Linear(1)] private partial Tensor Last(Tensor x);",
            "Use(x)"),
        Layer("[Linear(8)] private partial Tensor Use(Tensor x);", "Use(x)"));

    [Fact]
    public Task An_unread_parameter_is_deleted() => Fixes.Change(
        new DeleteMemberFix(),
        "DLC4006",
        "Delete the parameter",
        Layer("[Linear(8)] private partial Tensor Use(Tensor x);\n    [Parameter(8)] private partial Tensor Scale { get; }", "Use(x)"),
        Layer("[Linear(8)] private partial Tensor Use(Tensor x);", "Use(x)"));

    [Theory]
    [InlineData("Linear(8)", "Linear(8, Bias = false)")]
    [InlineData("Linear(8, Bias = true)", "Linear(8, Bias = false)")]
    public Task A_redundant_bias_is_left_out(string before, string after)
    {
        const string Rest = " private partial Tensor Use(Tensor x);\n    [BatchNorm] private partial Tensor Normalize(Tensor x);";
        return Fixes.Change(
            new RemoveBiasFix(),
            "DLC4009",
            "Leave out the bias",
            Layer($"[{before}]{Rest}", "Normalize(Use(x))"),
            Layer($"[{after}]{Rest}", "Normalize(Use(x))"));
    }

    [Theory]
    [InlineData("Model")]
    [InlineData("Block")]
    public Task A_class_is_marked(string mark)
    {
        const string Source = """
            public partial class Networks
            {
                /// <summary>Kept.</summary>
                {0}public sealed partial class Net
                {
                    [Linear(4)] private partial Tensor Use(Tensor x);
                    [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => Use(x);
                }
            }
            """;
        string With(string attribute) => Source.Replace("{0}", attribute, StringComparison.Ordinal);
        return Fixes.Change(new MarkFix(), "DLC0020", $"Mark Net [{mark}]", With(""), With($"[{mark}]\n    "));
    }

    [Fact]
    public Task A_method_is_marked_Forward() => Fixes.Change(
        new MarkFix(),
        "DLC0003",
        "Mark Forward [Forward]",
        Classifier("Classify(x)", "CrossEntropy(y, label)").Replace("[Forward] ", "", StringComparison.Ordinal),
        Classifier("Classify(x)", "CrossEntropy(y, label)"));

    [Fact]
    public Task A_method_is_marked_Loss() => Fixes.Change(
        new MarkFix(),
        "DLC4025",
        "Mark Loss [Loss]",
        Classifier("Classify(x)", "CrossEntropy(y, label)").Replace("[Loss] ", "", StringComparison.Ordinal),
        Classifier("Classify(x)", "CrossEntropy(y, label)"));

    [Theory]
    [InlineData("DLC0005", "private Tensor Use(Tensor x) => x;")]
    [InlineData("DLC0005", "Tensor Use(Tensor x) { return x; }")]
    [InlineData("CS8796", "partial Tensor Use(Tensor x);")]
    public Task A_layer_is_declared_right(string rule, string before) => Fixes.Change(
        new MakeLayerFix(),
        rule,
        "Declare it as a private partial method",
        Layer($"[Linear(8)] {before}", "Use(x)"),
        Layer("[Linear(8)] private partial Tensor Use(Tensor x);", "Use(x)"));

    [Fact]
    public Task A_stated_input_size_is_removed() => Fixes.Change(
        new RemoveInputSizeFix(),
        "DLC1008",
        "Remove In, which is inferred",
        Layer("[Linear(4, In = 9)] private partial Tensor Use(Tensor x);", "Use(x)"),
        Layer("[Linear(4)] private partial Tensor Use(Tensor x);", "Use(x)"));

    [Theory]
    [InlineData("DLC0008", "Use \"N\"", "Reshape(x, \"M\", 8)", "Reshape(x, \"N\", 8)")]
    public Task A_symbol_is_one_that_is_known(string rule, string title, string before, string after) =>
        Fixes.Change(new KnownSymbolFix(), rule, title, Layer("", before), Layer("", after));

    [Fact]
    public Task A_symbol_in_an_expression_is_one_that_is_known() => Fixes.Change(
        new KnownSymbolFix(),
        "DLC0008",
        "Use \"N\"",
        "[Require(\"2*M >= 3\")]" + Layer("", "Relu(x)"),
        "[Require(\"2*N >= 3\")]" + Layer("", "Relu(x)"));

    [Fact]
    public Task A_size_that_varies_is_a_symbol() => Fixes.Change(
        new KnownSymbolFix(),
        "DLC0007",
        "Use \"N\"",
        Layer("", "Relu(x)").Replace("\"N\"", "-1", StringComparison.Ordinal),
        Layer("", "Relu(x)"));

    [Theory]
    [InlineData("DLC1004", "Insert Transpose around argument 2", "MatMul(x, k)", "MatMul(x, Transpose(k))")]
    [InlineData("DLC1004", "Swap the arguments", "MatMul(m, k) * Mean(x)", "MatMul(k, m) * Mean(x)")]
    [InlineData("DLC1001", "Insert Unsqueeze around argument 2", "k * Sum(k, axis: 1) * Mean(x)", "k * Unsqueeze(Sum(k, axis: 1), 1) * Mean(x)")]
    [InlineData("DLC1011", "Insert Squeeze around argument 1", "Mse(Sum(x, axis: 1, keepDims: true), Sum(x, axis: 1) + 1)",
        "Mse(Squeeze(Sum(x, axis: 1, keepDims: true), 1), Sum(x, axis: 1) + 1)")]
    [InlineData("DLC1002", "Use axis 1", "Softmax(x, axis: 2)", "Softmax(x, axis: 1)")]
    [InlineData("DLC4026", "Use \"N\" as size 0", "Reshape(x, 32, 4, 2)", "Reshape(x, \"N\", 4, 2)")]
    [InlineData("DLC4026", "Insert Unsqueeze around argument 2", "x + Sum(x, axis: 1)", "x + Unsqueeze(Sum(x, axis: 1), 1)")]
    [InlineData("DLC1003", "Use 8 as size 1", "Reshape(x, \"N\", 9)", "Reshape(x, \"N\", 8)")]
    [InlineData("DLC1006", "Insert Unsqueeze", "MaxPool1d(x, 2)", "MaxPool1d(Unsqueeze(x, 1), 2)")]
    public Task A_remedy_is_applied(string rule, string title, string before, string after) =>
        Fixes.Change(new RemedyFix(), rule, title, Operands(before), Operands(after));

    [Theory]
    [InlineData("DLC1008", "Set In to 8", "[Linear(4, In = 9)]", "Use(x)", "[Linear(4, In = 8)]", "Use(x)")]
    [InlineData("DLC1008", "Insert Flatten", "[Linear(4, In = 8)]", "Use(Reshape(x, \"N\", 2, 4))", "[Linear(4, In = 8)]",
        "Use(Flatten(Reshape(x, \"N\", 2, 4)))")]
    [InlineData("DLC1006", "Insert Unsqueeze", "[Conv1d(4, Kernel = 3)]", "Use(x)", "[Conv1d(4, Kernel = 3)]",
        "Use(Unsqueeze(x, 1))")]
    [InlineData("DLC1016", "Pad Use so that it keeps the size", "[Conv1d(4, Kernel = 9)]", "Use(Unsqueeze(x, 1))",
        "[Conv1d(4, Kernel = 9, Padding = \"same\")]", "Use(Unsqueeze(x, 1))")]
    [InlineData("DLC1001", "Pad Use so that it keeps the size", "[Conv1d(1, Kernel = 3)]", "Unsqueeze(x, 1) + Use(Unsqueeze(x, 1))",
        "[Conv1d(1, Kernel = 3, Padding = \"same\")]", "Unsqueeze(x, 1) + Use(Unsqueeze(x, 1))")]
    [InlineData("DLC1001", "Pad Use so that it keeps the size", "[Conv1d(1, Kernel = 3)]",
        "Unsqueeze(x, 1) + Flatten(Relu(2 * Use(Unsqueeze(x, 1))))",
        "[Conv1d(1, Kernel = 3, Padding = \"same\")]", "Unsqueeze(x, 1) + Flatten(Relu(2 * Use(Unsqueeze(x, 1))))")]
    public Task A_remedy_of_a_layer_is_applied(
        string rule, string title, string before, string call, string after, string fixedCall)
    {
        const string Rest = " private partial Tensor Use(Tensor x);";
        return Fixes.Change(new RemedyFix(), rule, title, Layer(before + Rest, call), Layer(after + Rest, fixedCall));
    }

    [Theory]
    [InlineData("DLC0013", "Insert Mean", "Square(y)", "Mean(Square(y))")]
    public Task A_remedy_of_a_loss_is_applied(string rule, string title, string before, string after)
    {
        string Source(string loss) => Classifier("Classify(x)", loss)
            .Replace(", [Shape(\"N\")] IntTensor label", "", StringComparison.Ordinal);
        return Fixes.Change(new RemedyFix(), rule, title, Source(before), Source(after));
    }

    [Fact]
    public Task An_accidental_product_is_squeezed()
    {
        static string Source(string y) => Classifier(
            "Max(Classify(x), axis: 1, keepDims: true)", $"Mean(Square({y} - ToFloat(label)))");
        return Fixes.Change(new RemedyFix(), "DLC4020", "Insert Squeeze", Source("y"), Source("Squeeze(y, 1)"));
    }

    private static string Classifier(string forward, string loss) => $$"""
        [Model]
        public partial class Net
        {
            [Linear(10)] private partial Tensor Classify(Tensor x);
            [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => {{forward}};
            [Loss] private static Tensor Loss(Tensor y, [Shape("N")] IntTensor label) => {{loss}};
        }
        """;

    private static string Layer(string members, string forward) => $$"""
        [Model]
        public partial class Net
        {
            {{members}}
            [Forward] private Tensor Forward([Shape("N", 8)] Tensor x) => {{forward}};
        }
        """;

    private static string Operands(string expression) => $$"""
        [Model]
        public partial class Net
        {
            [Forward] private Tensor Forward([Shape("N", 8)] Tensor x, [Shape(4, 8)] Tensor k, [Shape(8, 3)] Tensor m) =>
                ({{expression}}) * (Mean(k) + Mean(m));
        }
        """;
}
