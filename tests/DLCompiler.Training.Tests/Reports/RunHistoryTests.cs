namespace DLCompiler.Training.Tests.Reports;

public class RunHistoryTests
{
    [Fact]
    public void Json_gives_it_back_to_the_bit()
    {
        var history = new RunHistory();
        history.Add(new StepRecord(1, 0.1f, 1e-3f, float.NaN));
        history.Add(new StepRecord(2, float.PositiveInfinity, 1f / 3, 2.5f));
        var metrics = new Dictionary<string, double> { ["accuracy"] = 1 / 3.0, ["odd \"name\""] = double.NaN };
        history.Add(new EpochRecord(1, 2, 0.1, double.NaN, metrics, 1e-3f, 0.25, double.NegativeInfinity));
        var read = RunHistory.FromJson(history.ToJson());
        Assert.Equal(history.Steps, read.Steps);
        Assert.Equal(history.Epochs[0] with { Metrics = metrics }, read.Epochs[0] with { Metrics = metrics });
        Assert.Equal(metrics, read.Epochs[0].Metrics);
        Assert.Equal(history.ToJson(), read.ToJson());
    }

    [Fact]
    public void Of_a_long_run_evenly_many_steps_are_kept()
    {
        var (history, resumed) = (new RunHistory(), new RunHistory());
        for (int step = 1; step <= 10_000; step++)
        {
            history.Add(new StepRecord(step, step, 1, 1));
            resumed.Add(new StepRecord(step, step, 1, 1));
            if (step == 4_321) resumed = RunHistory.FromJson(resumed.ToJson());
        }

        Assert.InRange(history.Steps.Count, 1000, 2000);
        Assert.Equal(Enumerable.Range(1, history.Steps.Count).Select(i => 8L * i), history.Steps.Select(s => s.Step));
        Assert.Equal(history.ToJson(), resumed.ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"stride":1,"steps":[[1]],"epochs":[]}""")]
    [InlineData("""{"stride":1,"steps":[7],"epochs":[]}""")]
    [InlineData("""{"stride":1,"steps":[],"epochs":[{}]}""")]
    public void What_is_no_history_is_refused(string json) => Assert.Throws<FormatException>(() => RunHistory.FromJson(json));
}
