namespace DLCompiler.Conformance.Compiled;

/// <summary>The logits, the loss and every gradient of the 784-256-128-10 network against PyTorch in float64.</summary>
public class Mlp784Tests
{
    private const int Batch = 32;

    private static readonly Fixtures Expected = Fixtures.Of("mlp");
    private static readonly float[] Images = [.. Formula.Uniform(10, Batch * 784).Select(Math.Abs)];
    private static readonly int[] Labels = Formula.Integers(11, 10, Batch);

    [Fact]
    public void FormulaIsPythons() => Assert.Equal(Expected.Integers("label"), Labels);

    [Fact]
    public void Logits()
    {
        float[] logits = new float[Batch * 10];
        Model().Predict(Images, logits);
        Metric.AssertNear("logits", ModelParts.Widen(logits), Expected.Floats("logits"), Metric.Forward);
    }

    [Fact]
    public void LossAndGradients()
    {
        var trainer = Model().CreateTrainer(new Sgd(1));
        double loss = trainer.Gradients(Images, Labels);
        Metric.AssertNear("loss", [loss], Expected.Floats("loss"), Metric.Forward);
        double scale = Metric.Scale(ModelParts.Names.Select(Gradient));
        foreach (string name in ModelParts.Names)
            Metric.AssertNear(name, ModelParts.Widen(trainer.Gradient(name)), Gradient(name), Metric.Backward, scale);
    }

    private static double[] Gradient(string name) => Expected.Floats($"{name}.grad");

    private static Mlp784 Model()
    {
        var model = new Mlp784();
        ModelParts.SetByFormula(model, 1f / 16, 1f / 8, 1f / 4);
        return model;
    }
}
