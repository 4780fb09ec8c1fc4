namespace DLCompiler.Samples.Tests.Tables;

/// <summary>The sample with one repetition and half its epochs.</summary>
public class CrossValidationTests
{
    private const int Epochs = 30;

    [Fact]
    public void On_wine_the_network_has_less_loss_than_the_regression() => Compare(Contest.Wine);

    [Fact]
    public void On_breast_cancer_the_network_has_less_loss_than_the_regression() => Compare(Contest.BreastCancer);

    private static void Compare(Contest contest)
    {
        var baseline = new CrossValidation(contest.Table, contest.Baseline, Epochs).Run(repetitions: 1);
        var network = new CrossValidation(contest.Table, contest.Network, Epochs).Run(repetitions: 1);
        Assert.True(baseline.Accuracy > 0.96, $"The baseline should be a good one: {baseline}.");
        Assert.True(network.Accuracy > 0.96, $"{network}");
        Assert.True(network.LogLoss < baseline.LogLoss, $"{network} against {baseline}.");
    }
}
