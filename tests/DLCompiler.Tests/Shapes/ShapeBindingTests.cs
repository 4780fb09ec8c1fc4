using System.Numerics.Tensors;
using DLCompiler.Runtime;

namespace DLCompiler.Tests.Shapes;

public class ShapeBindingTests
{
    private const string Call = "Digits.Predict";

    private static readonly string[] Symbols = ["N", "T"];

    private static ShapeBinding Binding() => new(Call, Symbols, new long[2]);

    [Fact]
    public void Lengths_bind_symbols()
    {
        var binding = Binding();
        binding.Solve(0, "image", "[N, 64]", 192, perUnit: 64);
        binding.Solve(1, "x", "[N, 2*T+1]", 21, perUnit: 6, offset: 3);
        Assert.Equal([3, 3], binding.Values.ToArray());
    }

    [Theory]
    [InlineData(130, "130 elements, which is no multiple of 64")]
    [InlineData(0, "0 elements: N must be at least 1")]
    public void Lengths_without_a_solution_are_refused(int length, string problem) =>
        Assert.Equal(
            $"Digits.Predict: 'image' is [N, 64] but got {problem}.",
            Assert.Throws<ModelShapeException>(() => Binding().Solve(0, "image", "[N, 64]", length, 64)).Message);

    [Fact]
    public void Messages_show_what_is_bound()
    {
        Assert.Equal(
            "Digits.Predict: 'logits' is [N, 10] but got 20 elements (N = 3), expected 30.",
            Message((in ShapeBinding b) => b.Length("logits", "[N, 10]", 20, b[0] * 10)));
        Assert.Equal(
            "Digits.Predict: 'x' is [N, 2*T+1] but got 20 elements (N = 3), which is not 3 more than a multiple of 6.",
            Message((in ShapeBinding b) => b.Solve(1, "x", "[N, 2*T+1]", 20, perUnit: 6, offset: 3)));
        Assert.Equal(
            "Digits.Predict: 2*N and T differ (N = 3).",
            Message((in ShapeBinding b) => b.Guard(false, "2*N and T differ")));
        Assert.Equal(
            "Digits.Predict: N is 4, but the arguments make it 3.", Message((in ShapeBinding b) => b.Bind(0, 4)));
        Assert.Equal(
            "Digits.Predict: T is 0, but a size is at least 1.", Message((in ShapeBinding b) => b.Bind(1, 0)));
    }

    [Fact]
    public void Tensors_bind_and_check_axes()
    {
        var binding = Binding();
        binding.Tensor("image", "[N, 1, 28, T]", [64, 1, 28, 5], [~0, 1, 28, ~1]);
        binding.Tensor("mask", "[T, N]", [5, 64], [~1, ~0]);
        Assert.Equal([64, 5], binding.Values.ToArray());
    }

    [Fact]
    public void Tensors_bind_axes_of_expressions()
    {
        var binding = Binding();
        nint[] actual = [4, 9];
        binding.Tensor("x", "[N, 2*T+1]", actual, [~0, ShapeBinding.Later]);
        binding.SolveAxis(1, "x", "[N, 2*T+1]", actual, axis: 1, scale: 2, offset: 1);
        binding.Axis("x", "[N, 2*T+1]", actual, axis: 1, expected: (2 * binding[1]) + 1);
        Assert.Equal([4, 4], binding.Values.ToArray());
    }

    [Fact]
    public void Wrong_tensors_are_refused()
    {
        Assert.Equal(
            "Digits.Predict: 'x' is [N, 1, 28, 28] but got [64, 1, 32, 32] (N = 64): dimension 2 is 32, expected 28.",
            Assert.Throws<ModelShapeException>(
                () => Binding().Tensor("x", "[N, 1, 28, 28]", [64, 1, 32, 32], [~0, 1, 28, 28])).Message);
        Assert.Equal(
            "Digits.Predict: 'label' is [N] but got [4] (N = 3): dimension 0 is 4, expected 3.",
            Message((in ShapeBinding b) => b.Tensor("label", "[N]", [4], [~0])));
        Assert.Equal(
            "Digits.Predict: 'image' is [N, 64] but got [64]: rank 1, expected 2.",
            Assert.Throws<ModelShapeException>(() => Binding().Tensor("image", "[N, 64]", [64], [~0, 64])).Message);
        Assert.Equal(
            "Digits.Predict: 'image' is [N, 64] but got [0, 64]: dimension 0 is 0, expected at least 1.",
            Assert.Throws<ModelShapeException>(() => Binding().Tensor("image", "[N, 64]", [0, 64], [~0, 64])).Message);
        Assert.Equal(
            "Digits.Predict: 'x' is [2*T+1] but got [6] (N = 3): dimension 0 is 6, expected 2·T + 1 with T at least 1.",
            Message((in ShapeBinding b) => b.SolveAxis(1, "x", "[2*T+1]", [6], axis: 0, scale: 2, offset: 1)));
    }

    [Fact]
    public void Checks_that_pass_allocate_nothing()
    {
        var binding = Binding();
        Pass(binding);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass(binding);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Pass(ShapeBinding b)
        {
            b.Solve(0, "image", "[N, 64]", 192, 64);
            b.Length("logits", "[N, 10]", 30, b[0] * 10);
            b.Tensor("x", "[N, 2]", [3, 2], [~0, 2]);
            b.Guard(b[0] == 3, "never");
            Check.Labels(Call, "label", [0, 1, 2], 10);
        }
    }

    [Fact]
    public void Labels_must_be_classes()
    {
        Assert.Equal(
            "Digits.Predict: 'label'[1] is 10, outside 0..9.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Check.Labels(Call, "label", [9, 10], 10)).Message);
        Assert.Equal(
            "Digits.Predict: 'label'[0] is 4294967296, outside 0..9.",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => Check.Labels(Call, "label", [1L << 32], new int[1], 10)).Message);
        int[] narrowed = new int[2];
        Check.Labels(Call, "label", [7L, 0L], narrowed, 10);
        Assert.Equal([7, 0], narrowed);
    }

    [Fact]
    public void Dense_tensors_are_spans()
    {
        float[] values = [0, 1, 2, 3, 4, 5];
        var tensor = new ReadOnlyTensorSpan<float>(values, [2, 3]);
        Assert.Equal(values, Check.Dense(Call, "x", tensor).ToArray());
        Assert.Equal([3, 4, 5], Check.Dense(Call, "x", tensor.Slice(1..2, Range.All)).ToArray());
        Assert.Equal(
            "Digits.Predict: 'x' is not dense: its elements do not lie one after the other. Copy it first.",
            Assert.Throws<ArgumentException>(
                () => { Check.Dense(Call, "x", Columns(values)); }).Message);

        static ReadOnlyTensorSpan<float> Columns(float[] values) =>
            new ReadOnlyTensorSpan<float>(values, [2, 3]).Slice(Range.All, 0..2);
    }

    private delegate void Use(in ShapeBinding binding);

    /// <summary>The message of a check that fails when N is 3.</summary>
    private static string Message(Use check) =>
        Assert.Throws<ModelShapeException>(() =>
        {
            var binding = Binding();
            binding.Bind(0, 3);
            check(binding);
        }).Message;
}
