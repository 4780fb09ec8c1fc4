using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Integers among the results of a network.</summary>
public class TopKTests
{
    private const int Batch = 7;

    private static readonly float[] X = new Numbers(3).Floats(Batch * 6);

    [Fact]
    public void IntegersComeOutOfPredict()
    {
        var model = new Chooser(seed: 4);
        var (scores, best, top, three) = model.Predict(new Tensor(X, Batch, 6));
        var (expectedScores, expectedBest, expectedTop, expectedThree) = model.Eager.Forward(new Tensor(X, Batch, 6));
        Assert.Equal(expectedScores.ToSingles(), scores.ToSingles(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(expectedBest.Values.ToArray(), best.Values.ToArray());
        Assert.Equal(expectedTop.ToSingles(), top.ToSingles(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(expectedThree.Values.ToArray(), three.Values.ToArray());
        Assert.Equal([Batch], best.Shape.ToArray());
        Assert.Equal([Batch, 3], three.Shape.ToArray());
        Assert.All(Enumerable.Range(0, Batch), n => Assert.Equal(best.Values[n], three.Values[3 * n]));
    }

    [Fact]
    public void SpansOfIntegersAreFilledWithoutAllocation()
    {
        var model = new Chooser(seed: 4);
        var (scores, top) = (new float[Batch * 9], new float[Batch * 3]);
        var (best, three) = (new int[Batch], new int[Batch * 3]);
        model.Predict(X, scores, best, top, three);
        Assert.Equal(model.Predict(new Tensor(X, Batch, 6)).Three.Values.ToArray(), three);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Predict(X, scores, best, top, three);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Throws<ModelShapeException>(() => model.Predict(X, scores, new int[Batch + 1], top, three));
    }

    [Fact]
    public void ALossMayCountThem()
    {
        var model = new Chooser(seed: 4);
        var trainer = model.CreateTrainer(new AdamW(0.05f));
        int[] label = [.. Enumerable.Range(0, Batch).Select(n => n % 3)];
        for (int step = 0; step < 200; step++) trainer.Step(X, label);
        model.Evaluate(X, label, out var losses);
        Assert.Equal(1, losses.Right);
    }
}
