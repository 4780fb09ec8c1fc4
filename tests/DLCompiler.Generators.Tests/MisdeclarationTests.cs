using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>
/// Layers, blocks and sizes that are declared as no attribute means it: found at the declaration, whether or not
/// Forward calls it, and never as a C# error in generated code.
/// </summary>
public class MisdeclarationTests
{
    private const string Rest = "[Forward] private Tensor Forward([Shape(\"N\", 8)] Tensor x) => Relu(x);";

    [Theory]
    [InlineData(
        "[Linear(4)] private partial Tensor [|Mix|](Tensor x, Tensor y);",
        "DLC0005: Mix is declared wrong: [Linear] takes 1 tensor, not 2")]
    [InlineData(
        "[Bilinear(4)] private partial Tensor [|Mix|](Tensor x);",
        "DLC0005: Mix is declared wrong: [Bilinear] takes 2 tensors, not 1")]
    [InlineData(
        "[Linear(4)] private partial (Tensor, Tensor) [|Mix|](Tensor x);",
        "DLC0005: Mix is declared wrong: [Linear] gives a Tensor")]
    [InlineData(
        "[Linear(4)] private partial Tensor [|Mix|](IntTensor x);",
        "DLC1014: Mix is declared wrong: [Linear] takes a Tensor as 'x'")]
    [InlineData(
        "[Embedding(9, 4)] private partial Tensor [|Mix|](Tensor x);",
        "DLC1014: Mix is declared wrong: [Embedding] takes an IntTensor as 'x'")]
    [InlineData(
        "[MultiHeadAttention(4)] private partial Tensor [|Mix|](IntTensor lengths);",
        "DLC0005: Mix is declared wrong: [MultiHeadAttention] takes a Tensor 'query', too")]
    [InlineData(
        "[MultiHeadAttention(4)] private partial Tensor [|Mix|](Tensor x, IntTensor lengths, IntTensor more);",
        "DLC1014: Mix is declared wrong: [MultiHeadAttention] has no use for 'more'; "
        + "it takes query, key, value, mask, lengths")]
    [InlineData(
        "[Checkpoint, Linear(8)] private partial Tensor [|Mix|](Tensor x);",
        "DLC0005: Mix is no layer: [Checkpoint] is for blocks and the layers that use them")]
    [InlineData(
        "[Checkpoint] private Tensor [|Mix|](Tensor x) => x;",
        "DLC0005: Mix is no layer: it must be a partial method without a body, as in "
        + "'private partial Tensor Hidden(Tensor x);'")]
    [InlineData(
        "[Linear(4), Dropout(0.5f)] private partial Tensor [|Mix|](Tensor x);",
        "DLC0005: Mix is no layer: it has two attributes that say which layer it is")]
    [InlineData(
        "[Size] private partial int [|Width|] { get; }",
        "DLC0005: Width is declared wrong: only a block has sizes, which its uses bind; a model's are const")]
    [InlineData(
        "[Parameter(8)] private partial Tensor [|this|][int i] { get; }",
        "DLC0005: this[] is declared wrong: it is an indexer")]
    [InlineData(
        "[Parameter(8), Buffer(1)] private partial Tensor [|Gain|] { get; }",
        "DLC0005: Gain is declared wrong: it is both a [Parameter], which is trained, and a [Buffer], which is not")]
    [InlineData(
        "[Linear(8, Tied = [|nameof(Mix)|])] private partial Tensor Mix(Tensor x);",
        "DLC0005: Mix is declared wrong: 'Mix' is tied itself, and has no weight to share")]
    [InlineData(
        "[Linear(8, Tied = [|nameof(B)|])] private partial Tensor A(Tensor x); "
        + "[Linear(8, Tied = nameof(A))] private partial Tensor B(Tensor x);",
        "DLC0005: A is declared wrong: 'B' is tied itself, and has no weight to share")]
    [InlineData(
        "[Conv1d(8, Kernel = 3, Groups = [|null!|])] private partial Tensor Mix(Tensor x);",
        "DLC0010: Mix is declared wrong: 'Groups' must be a size, not null")]
    [InlineData(
        "[Conv1d(8, Kernel = [|null!|])] private partial Tensor Mix(Tensor x);",
        "DLC0010: Mix is declared wrong: 'Kernel' must be a size, not null")]
    [InlineData(
        "[Linear([|null!|])] private partial Tensor Mix(Tensor x);",
        "DLC0010: Mix is declared wrong: 'out' must be a size, not null")]
    public void Layers(string member, string expected) =>
        Analysis.Reports("[Model] public partial class Net { " + member + Rest + " }", expected);

    [Theory]
    [InlineData(
        "[Layer<Part>(\"D\", 8, [|\"Z\"|], 4)] private partial Tensor Mix(Tensor x);",
        "DLC0011: Mix is declared wrong: Part has no size 'Z'; it has D, N")]
    [InlineData(
        "[Layer<Part>(\"D\", 8, [|\"D\"|], 4)] private partial Tensor Mix(Tensor x);",
        "DLC0011: Mix is declared wrong: 'D' has two values")]
    [InlineData(
        "[Layer<Part>] private partial Tensor [|Mix|](Tensor x, Tensor y);",
        "DLC0011: Mix is declared wrong: Part takes (Tensor)")]
    [InlineData(
        "[Layer<Part>] private partial (Tensor, Tensor) [|Mix|](Tensor x);",
        "DLC0011: Mix is declared wrong: Part gives (Tensor)")]
    public void Uses_of_blocks(string member, string expected) => Analysis.Reports(
        "[Block] public partial class Part { [Forward] private Tensor Run([Shape(\"N\", \"D\")] Tensor x) => x * 2; } "
        + "[Model] public partial class Net { " + member + Rest + " }",
        expected);

    [Fact]
    public void A_model_is_no_checkpoint() => Analysis.Reports(
        "[Checkpoint, Model] public partial class [|Net|] { " + Rest + " }",
        "DLC0005: Net is declared wrong: [Checkpoint] is for blocks and the layers that use them");

    [Theory]
    [InlineData("[Shape(\"N\", [|0|])]", "DLC0007: a dimension is at least 1 and at most 2147483647, not 0")]
    [InlineData("[Shape(\"N\", [|99999999999|])]", "DLC0007: a dimension is at least 1 and at most 2147483647, not 99999999999")]
    [InlineData("[Shape([|8.5|])]", "DLC0007: a dimension is an integer or a text such as \"2*T+1\", not 8.5")]
    public void A_wrong_dimension_is_marked_alone(string shape, string expected) => Analysis.Reports(
        "[Model] public partial class Net { [Forward] private Tensor Forward(" + shape + " Tensor x) => Relu(x); }",
        expected);

    [Fact]
    public void A_shape_of_too_many_dimensions_is_marked_at_its_parameter() => Analysis.Reports(
        "[Model] public partial class Net { [Forward] private Tensor Forward([Shape("
        + string.Join(", ", Enumerable.Repeat("1", 33)) + ")] Tensor [|x|]) => Relu(x); }",
        "DLC0007: a shape has at most 32 dimensions, not 33");

    [Theory]
    [InlineData("LayerNorm(Epsilon = [|float.NaN|])", "'Epsilon' must be at least 0 and finite, not NaN")]
    [InlineData("RmsNorm(Epsilon = [|-0.1f|])", "'Epsilon' must be at least 0 and finite, not -0.1")]
    [InlineData("BatchNorm(Momentum = [|7|])", "'Momentum' must be from 0 to 1, not 7")]
    public void A_number_of_a_layer_has_a_range(string layer, string expected) => Analysis.Reports(
        "[Model] public partial class Net { [" + layer + "] private partial Tensor Mix(Tensor x); "
        + Rest.Replace("Relu(x)", "Mix(x)", StringComparison.Ordinal) + " }",
        $"DLC1012: {expected}. 'Mix(x)' calls it, line 2; 'x' is [N, 8], line 2");

    [Fact]
    public void A_character_is_a_text() => Assert.Empty(Analysis.Run(
        "[Model] public partial class Net { [Linear('8')] private partial Tensor Mix(Tensor x); "
        + "[Forward] private Tensor Forward([Shape('N', 8)] Tensor x) => x + Mix(x); }"));

    [Fact]
    public void A_model_without_parameters_has_a_loss_all_the_same() => Assert.Empty(Analysis.Run(
        "[Model] public partial class Net { " + Rest + " [Loss] private static Tensor Loss(Tensor y) => Mean(y); }"));

    [Fact]
    public void Sizes_beyond_int_stay_native() => Assert.Empty(Analysis.Run(
        "[Model] public partial class Net { "
        + "[Forward] private Tensor Forward([Shape(\"N\", 65536, 65536)] Tensor x) => Sum(Relu(x) * 2, axis: -1); }"));

    [Fact]
    public void Generated_members_may_hide_those_of_a_base() => Assert.Empty(Analysis.Run(
        "public class Named { public string Name => \"base\"; public virtual void Save(string path) { } } "
        + "[Model] public partial class Net : Named { " + Rest + " }"));

    [Fact]
    public void Networks_do_not_inherit() => Analysis.Reports(
        "[Model] public partial class Net { " + Rest + " } [Model] public partial class [|Wider|] : Net { "
        + Rest.Replace("Forward(", "Other(", StringComparison.Ordinal) + " }",
        "DLC0014: Wider cannot be compiled: it derives from Net, and networks do not inherit; [Layer<TBlock>] puts them "
        + "together");

    /// <summary>C# says, too, that the class cannot construct such a base.</summary>
    [Fact]
    public void Networks_do_not_inherit_blocks() => Assert.Equal(
        ["DLC0014: Net cannot be compiled: it derives from Base, and networks do not inherit; [Layer<TBlock>] puts them together"],
        Analysis.Run(
            "[Block] public partial class Base { [Linear(8)] private partial Tensor A(Tensor x); "
            + "[Forward] private Tensor Run([Shape(\"N\", 8)] Tensor x) => A(x); } [Model] public partial class Net : Base { " + Rest + " }")
            .Where(d => d.Id != "CS7036").Select(d => $"{d.Id}: {d.GetMessage()}"));

    [Fact]
    public void Integer_arithmetic_that_overflows_is_marked() => Analysis.Reports(
        "[Model] public partial class Net { [Forward] private Tensor Forward([Shape(\"N\", 8)] Tensor x) "
        + "{ int k = 100000; [|k *= 100000|]; return x * k; } }",
        "DLC1012: 10000000000 does not fit into an int");
}
