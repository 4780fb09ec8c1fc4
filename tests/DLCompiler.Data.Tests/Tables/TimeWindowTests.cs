namespace DLCompiler.Data.Tests.Tables;

public class TimeWindowTests
{
    private static readonly float[] Series = [.. Enumerable.Range(0, 14).Select(i => (float)i)];

    [Fact]
    public void Windows_follow_each_other()
    {
        var windows = new TimeWindows(Series, features: 2, length: 3, horizon: 1, step: 2);
        Assert.Equal(2, windows.Count);
        Assert.Equal([0, 1, 2, 3, 4, 5], windows.Seen(0).ToArray());
        Assert.Equal([6, 7], windows.Following(0).ToArray());
        Assert.Equal([4, 5, 6, 7, 8, 9], windows.Seen(1).ToArray());
        Assert.Equal([10, 11], windows.Following(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => windows.Seen(2));
    }

    [Theory]
    [InlineData(6, 1, 1, 1)]
    [InlineData(7, 1, 1, 0)]
    [InlineData(1, 1, 1, 6)]
    [InlineData(1, 1, 4, 2)]
    public void As_many_as_fit(int length, int horizon, int step, int count) =>
        Assert.Equal(count, new TimeWindows(Series, 2, length, horizon, step).Count);

    [Fact]
    public void A_series_of_broken_moments_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TimeWindows(Series, features: 3, length: 2));
}
