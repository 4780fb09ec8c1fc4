using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Models;

/// <summary>Wrong arguments: the exact message, and a model and trainer that are as they were.</summary>
[Collection(ModelsCollection.Name)]
public class RefusalTests(ModelsFixture models)
{
    private const int Batch = 2;
    private static readonly Dictionary<string, int> Sizes = Sample.Sizes(Batch);

    [Theory]
    [InlineData(2 * 784, 5, "Mlp.Predict: 'logits' is [N, 10] but got 5 elements (N = 2), expected 20.")]
    [InlineData(785, 20, "Mlp.Predict: 'image' is [N, 784] but got 785 elements, which is no multiple of 784.")]
    [InlineData(0, 20, "Mlp.Predict: 'image' is [N, 784] but got 0 elements: N must be at least 1.")]
    public void Predict_names_the_argument_of_a_wrong_length(int image, int logits, string message)
    {
        var model = models.All.Create("Mlp");
        var call = model.PredictCall([new Argument("image", new float[image], [image])], Sizes, new float[logits]);
        Assert.Equal(message, Assert.Throws<ModelShapeException>(call).Message);
    }

    [Theory]
    [InlineData(
        new[] { 2, 783 },
        "Mlp.Predict: 'image' is [N, 784] but got [2, 783] (N = 2): dimension 1 is 783, expected 784.")]
    [InlineData(new[] { 784 }, "Mlp.Predict: 'image' is [N, 784] but got [784]: rank 1, expected 2.")]
    public void Predict_names_the_dimension_of_a_wrong_tensor(int[] shape, string message)
    {
        var image = new Tensor(new float[shape.Aggregate(1, (a, b) => a * b)], shape);
        var error = Assert.Throws<ModelShapeException>(() => { models.All.Create("Mlp").Predict(image); });
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Step_refuses_a_label_that_is_no_class()
    {
        var error = Unchanged<ArgumentOutOfRangeException>([0, 10]);
        Assert.Equal("Mlp.Trainer.Step: 'label'[1] is 10, outside 0..9.", error.Message);
        error = Unchanged<ArgumentOutOfRangeException>([-1, 0]);
        Assert.Equal("Mlp.Trainer.Step: 'label'[0] is -1, outside 0..9.", error.Message);
    }

    [Fact]
    public void Step_refuses_labels_of_another_batch() => Assert.Equal(
        "Mlp.Trainer.Step: 'label' is [N] but got 3 elements (N = 2), expected 2.",
        Unchanged<ModelShapeException>([0, 1, 2]).Message);

    [Fact]
    public void Step_computes_with_NaN_and_only_its_row_is_NaN()
    {
        var model = models.All.Create("Mlp");
        var arguments = Samples.Mlp.Arguments(Batch, training: false);
        ((float[])arguments[0].Values)[5] = float.NaN;
        float[] logits = model.Predict(arguments, Sizes, Batch * 10)[0];
        Assert.All(logits[..10], v => Assert.True(float.IsNaN(v)));
        Assert.All(logits[10..], v => Assert.True(float.IsFinite(v)));
    }

    /// <summary>What a step with these labels throws, after which nothing has changed.</summary>
    private T Unchanged<T>(int[] labels)
        where T : Exception
    {
        var model = models.All.Create("Mlp");
        var trainer = model.CreateTrainer(new Sgd(1));
        var (before, version) = (Bits.Of(model), model.Store.Version);
        var image = Samples.Mlp.Arguments(Batch, training: false)[0];
        List<Argument> arguments = [image, new("label", labels, [labels.Length])];
        var error = Assert.Throws<T>(() => { trainer.Step(arguments, Sizes); });
        Assert.Equal(before, Bits.Of(model));
        Assert.Equal((0, version), (trainer.Trainer.StepCount, model.Store.Version));
        return error;
    }
}
