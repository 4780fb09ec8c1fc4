namespace DLCompiler.Samples.Tests.Tables;

public class ScoresTests
{
    [Fact]
    public void Scores_are_those_computed_by_hand()
    {
        // Probabilities of class 1: 1/4, 3/4, 1/4; one of the two rows of class 1 is called 0.
        float third = MathF.Log(3);
        var scores = Scores.Of([0, -third, 0, third, 0, -third], [0, 1, 1]);
        Assert.Equal(2.0 / 3, scores.Accuracy, 9);
        Assert.Equal(-(Math.Log(0.75) + Math.Log(0.75) + Math.Log(0.25)) / 3, scores.LogLoss, 6);
        Assert.Equal(0.75, scores.RocAuc, 6); // Of two pairs one is in order, one tied.
    }

    [Fact]
    public void The_mean_is_that_of_the_folds() =>
        Assert.Equal(new Scores(0.75, 2, 0.5), Scores.Mean([new Scores(0.5, 1, 0.25), new Scores(1, 3, 0.75)]));
}
