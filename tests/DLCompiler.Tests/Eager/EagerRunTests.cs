using DLCompiler.Runtime;
using static DLCompiler.Ops;
using static DLCompiler.Tests.Numbers;

namespace DLCompiler.Tests.Eager;

public class EagerRunTests
{
    private static readonly Tensor Ones = Broadcast(Tensor.Scalar(1), 10_000);

    [Fact]
    public void Random_ops_need_a_run() =>
        Assert.Equal(
            "Dropout needs to know whether the network trains: call it from a model's Forward, run by model.Eager.",
            Assert.Throws<InvalidOperationException>(() => Dropout(Ones, 0.5f)).Message);

    [Fact]
    public void Runs_do_not_nest()
    {
        using (EagerRun.Enter(Mode.Training, 0, 0))
            Assert.Throws<InvalidOperationException>(() => EagerRun.Enter(Mode.Training, 0, 0));
        using (EagerRun.Enter(Mode.Training, 0, 0)) { }
    }

    [Fact]
    public void Dropout_zeroes_a_share_and_scales_the_rest()
    {
        using var run = EagerRun.Enter(Mode.Training, seed: 1, step: 0);
        var x = Dropout(Ones, 0.2f);
        double kept = Sum(NotEqual(x, 0f)).ToScalar();
        Assert.InRange(kept, 7_800, 8_200);
        Close(kept / (1 - (double)0.2f), Sum(x).ToScalar(), 1e-9);
    }

    [Fact]
    public void Dropout_is_the_identity_in_inference()
    {
        using var run = EagerRun.Enter(Mode.Inference, seed: 1, step: 0);
        Assert.Same(Ones, Dropout(Ones, 0.2f));
    }

    [Fact]
    public void Masks_depend_on_seed_step_and_place_only()
    {
        var (first, second) = Masks(seed: 3, step: 5);
        var (again, _) = Masks(seed: 3, step: 5);
        Assert.Equal(first.Values.ToArray(), again.Values.ToArray());
        Assert.NotEqual(first.Values.ToArray(), second.Values.ToArray());
        Assert.NotEqual(first.Values.ToArray(), Masks(seed: 4, step: 5).First.Values.ToArray());
        Assert.NotEqual(first.Values.ToArray(), Masks(seed: 3, step: 6).First.Values.ToArray());

        static (Tensor First, Tensor Second) Masks(int seed, long step)
        {
            using var run = EagerRun.Enter(Mode.Training, seed, step);
            return (Dropout(Ones, 0.5f), Dropout(Ones, 0.5f));
        }
    }

    [Fact]
    public void Dropout_draws_the_bits_of_compiled_code()
    {
        using var run = EagerRun.Enter(Mode.Training, seed: 7, step: 2);
        var x = Dropout(Ones, 0.5f);
        ulong key = RandomKey.Of(7, 2, 0);
        for (int i = 0; i < 100; i++) Assert.Equal(RandomKey.Uniform(key, i) >= 0.5f, x.Values[i] != 0);
    }

    [Fact]
    public void Single_precision_rounds_each_result()
    {
        using (EagerRun.Enter(Mode.Inference, 0, 0, EagerPrecision.Single))
            Assert.Equal((double)(1f / 3f), (Tensor.Scalar(1) / 3).ToScalar());
        Assert.Equal(1.0 / 3, (Tensor.Scalar(1) / 3).ToScalar());
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    public void Probabilities_are_checked(float probability)
    {
        using var run = EagerRun.Enter(Mode.Training, 0, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Dropout(Ones, probability));
    }
}
