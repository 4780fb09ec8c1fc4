using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Inside views: what they show, by which names, and that nobody else sees them.</summary>
public class TapTests
{
    private const int Batch = 5;

    private static readonly string[] Names =
        ["input", "Blocks.0.active", "Blocks.1.active", "Again.active", "h", "Again.active2", "h2", "planes", "planes2"];

    private static readonly float[] X = new Numbers(1).Floats(Batch * 4);

    [Fact]
    public void ViewsAreThoseOfEagerCode()
    {
        var model = new Viewed(seed: 1);
        var expected = model.Eager.Taps(new Tensor(X, Batch, 4));
        var result = model.Predict(new Tensor(X, Batch, 4), out var taps);
        Assert.Equal(Names, taps.Keys);
        Assert.Equal(Names, expected.Keys);
        foreach (string name in Names)
        {
            Assert.Equal(expected[name].Shape.ToArray(), taps[name].Shape.ToArray());
            Assert.Equal(expected[name].ToSingles(), taps[name].ToSingles(), (a, b) => Math.Abs(a - b) < 1e-5);
        }

        Assert.Equal(result.ToSingles(), taps["planes"].ToSingles());
        Assert.Equal([Batch, 2, 3], result.Shape.ToArray());
    }

    [Fact]
    public void AReaderGetsEachViewWithoutAllocation()
    {
        var model = new Viewed(seed: 1);
        model.Predict(new Tensor(X, Batch, 4), out var taps);
        var result = new float[Batch * 6];
        int right = 0;
        TapReader reader = (name, shape, values) =>
        {
            var expected = taps[name];
            if (shape.SequenceEqual(expected.Shape) && values.Length == expected.Count) right++;
        };
        model.Predict(X, result, reader);
        Assert.Equal(Names.Length, right);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Predict(X, result, reader);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void AReaderThatThrowsLeavesTheModelUsable()
    {
        var model = new Viewed(seed: 1);
        var result = new float[Batch * 6];
        Assert.Throws<InvalidOperationException>(() => model.Predict(X, result, (_, _, _) => throw new InvalidOperationException()));
        Assert.Throws<ArgumentNullException>(() => model.Predict(X, result, null!));
        model.Predict(X, result);
        Assert.DoesNotContain(result, float.IsNaN);
    }

    [Fact]
    public void PredictIsThatOfTheNetworkWithoutViews()
    {
        var viewed = new Viewed(seed: 1);
        var plain = new NotViewed(seed: 1);
        Assert.Equal(plain.Predict(new Tensor(X, Batch, 4)).ToSingles(), viewed.Predict(new Tensor(X, Batch, 4)).ToSingles());
        Assert.Single(typeof(NotViewed).GetMethods(), m => m.Name == "Predict" && m.ReturnType == typeof(Tensor));
    }
}
