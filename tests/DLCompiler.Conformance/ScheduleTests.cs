namespace DLCompiler.Conformance;

/// <summary>Learning-rate schedules against PyTorch's numbers.</summary>
public class ScheduleTests
{
    private const double Tolerance = 1e-6;

    private static readonly Fixtures Expected = Fixtures.Of("schedules");

    // The same as SCHEDULES in fixtures/schedules.py.
    private static readonly Dictionary<string, LearningRateSchedule> Schedules = new()
    {
        ["constant"] = new ConstantSchedule(0.5f),
        ["step"] = new StepSchedule(0.5f, 7, 0.5),
        ["cosine"] = new CosineSchedule(0.5f, 40, 0.0625f),
        ["onecycle"] = new OneCycleSchedule(0.5f, 40),
        ["onecycle.options"] = new OneCycleSchedule(0.5f, 40, rise: 0.25, startDivisor: 10, finalDivisor: 100),
        ["warmup"] = new WarmUpSchedule(new CosineSchedule(0.5f, 35), 5, 0.25),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates(string name)
    {
        double[] expected = Expected.Floats(name);
        for (int step = 0; step < expected.Length; step++)
        {
            double rate = Schedules[name].At(step);
            Assert.True(
                Math.Abs(rate - expected[step]) <= (Tolerance * expected[step]) + 1e-9,
                $"{name}, step {step}: the rate is {rate:G9}, PyTorch has {expected[step]:G9}.");
        }
    }

    [Fact]
    public void ReduceOnPlateau()
    {
        var schedule = new ReduceOnPlateauSchedule(0.5f, factor: 0.5, patience: 2, minimum: 0.1f);
        double[] losses = Expected.Floats("plateau.losses"), rates = Expected.Floats("plateau");
        for (int i = 0; i < losses.Length; i++)
        {
            schedule.Observe(losses[i]);
            Assert.Equal(rates[i], schedule.At(i), Tolerance);
        }
    }
}
