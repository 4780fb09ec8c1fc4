using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>Networks whose shapes are wrong: the one diagnostic of each, its place and its words.</summary>
public class ShapeRuleTests
{
    [Theory]
    [InlineData(
        "x + [|y|]",
        "DLC1001: Add cannot combine [N, 3] with [N, 4]: axis -1 is 3 in 'x' and 4 in 'y', and neither is 1. "
        + "'x' is [N, 3], line 15; 'y' is [N, 4], line 15")]
    [InlineData(
        "Softmax(x, axis: [|2|])",
        "DLC1002: axis 2 is outside a tensor of rank 2. "
        + "'x' is [N, 3], line 15")]
    [InlineData(
        "[|Reshape(x, \"N\", 4)|]",
        "DLC1003: Reshape cannot make [N, 4] of [N, 3]: [N, 3] has 3*N elements, [N, 4] has 4*N. "
        + "'x' is [N, 3], line 15")]
    [InlineData(
        "[|MatMul(x, Transpose(y))|]",
        "DLC1004: MatMul cannot multiply [N, 3] by [4, N]: the inner dimensions 3 (last of 'x') and 4 (first of "
        + "'Transpose(y)') differ. "
        + "'x' is [N, 3], line 15; 'Transpose(y)' is [4, N], line 17")]
    [InlineData(
        "Concat([|[x, y]|], 0)",
        "DLC1005: Concat cannot join [N, 3] and [N, 4] along axis 0: axis 1 is 3 and 4")]
    [InlineData(
        "[|x[0, 0, 0]|]",
        "DLC1006: 3 indices are too many for [N, 3]. "
        + "'x' is [N, 3], line 15")]
    [InlineData(
        "[|x[.., 3]|]",
        "DLC1007: the slice from 3 to 4 of axis 1 is outside 0..3 or empty: the tensor is [N, 3]. "
        + "'x' is [N, 3], line 15")]
    [InlineData(
        "Twice(x) + [|Twice(y)|]",
        "DLC1009: an earlier call made 'Twice.weight' [2, 3], and this one needs [2, 4]: calls that share "
        + "weights must have the same sizes. "
        + "'y' is [N, 4], line 15")]
    [InlineData(
        "[|Both(x, y)|]",
        "DLC1010: dimension 1 of 'b' of Pair is 4, but B = 3 is expected. "
        + "'x' is [N, 3], line 15; 'y' is [N, 4], line 15")]
    [InlineData(
        "Mse(x, [|y|])",
        "DLC1011: Mse needs 'y' of shape [N, 3], because of 'x', but it is [N, 4]. "
        + "'x' is [N, 3], line 15; 'y' is [N, 4], line 15")]
    [InlineData(
        "Dropout(x, [|1f|])",
        "DLC1012: a probability must be at least 0 and below 1, not 1. "
        + "'x' is [N, 3], line 15")]
    [InlineData(
        "x * (float)([|(x.Size(0) - 2) / 2|])",
        "DLC1013: the size N-2 may be negative or 0, and C# rounds the quotient towards 0 where shapes round down")]
    public void OfExpressions(string expression, string expected) => Analysis.Reports(Model("", expression), expected);

    [Theory]
    [InlineData(
        "In = [|4|]",
        "DLC1008: In says 4, but the input is [N, 3], whose last axis is 3. "
        + "'Twice(x)' calls it, line 17; 'x' is [N, 3], line 15")]
    public void OfArguments(string argument, string expected) =>
        Analysis.Reports(Model(", " + argument, "Twice(x)"), expected);

    [Fact]
    public void Heads_share_a_query_evenly() => Analysis.Reports(
        """
        [Model]
        public partial class Net
        {
            [MultiHeadAttention([|3|])] private partial Tensor Attend(Tensor x);
            [Forward] private Tensor Forward([Shape("N", "T", 8)] Tensor x) => Attend(x);
        }
        """,
        "DLC1015: 3 heads cannot share the 8 elements of a query evenly. 'Attend(x)' calls it, line 6; "
        + "'x' is [N, T, 8], line 6");

    private static string Model(string options, string expression) => $$"""
        [Block]
        public partial class Pair
        {
            [Forward] private Tensor Forward([Shape("A", "B")] Tensor a, [Shape("A", "B")] Tensor b) => a + b;
        }

        [Model]
        public partial class Net
        {
            [Linear(2{{options}})] private partial Tensor Twice(Tensor x);
            [Layer<Pair>] private partial Tensor Both(Tensor a, Tensor b);

            [Forward]
            private Tensor Forward([Shape("N", 3)] Tensor x, [Shape("N", 4)] Tensor y)
            {
                return {{expression}};
            }
        }
        """;
}
