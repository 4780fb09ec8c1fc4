using DLCompiler.Runtime;

namespace DLCompiler.Tests.Training;

public class WeightAverageTests
{
    [Fact]
    public void The_average_follows_the_parameters()
    {
        var store = TestTrainer.Store(1, 2);
        var average = new WeightAverage(new TestModel(store), decay: 0.75);
        store.Set(0, [2, 4]);
        average.Update();
        store.Set(0, [4, 0]);
        store.Set(1, [5, 6]);
        average.Update();
        long version = store.Version;
        average.Swap();
        Assert.Equal([2.5f, 3], store.Span(0).ToArray()); // 0.75·2 + 0.25·4, 0.75·4 + 0.25·0
        Assert.Equal([5, 6], store.Span(1).ToArray());
        Assert.True(store.Version > version);
        Assert.Throws<InvalidOperationException>(average.Update);
        average.Swap();
        Assert.Equal([4, 0], store.Span(0).ToArray());
        Assert.Equal(2, average.Count);
    }

    [Fact]
    public void A_decay_of_1_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage(new TestModel(TestTrainer.Store(1)), 1));
}
