using DLCompiler.Conformance;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Hand-written kernels as ops of a network.</summary>
public class KernelTests
{
    private const int Batch = 5, Width = 6;

    [Fact]
    public void TheyAreWhatOpsAre()
    {
        var model = new KernelModel(seed: 1);
        var reference = new KernelReference(seed: 1);
        for (int i = 0; i < 4; i++) reference.Store.Set(i, model.Store.Span(i));
        var numbers = new Numbers(2);
        float[] x = numbers.Floats(Batch * Width), target = numbers.Floats(Batch * Width);
        var trainer = model.CreateTrainer(new Sgd());
        var other = reference.CreateTrainer(new Sgd());
        Metric.AssertNear("loss", [trainer.Gradients(x, target)], [other.Gradients(x, target)], Metric.Forward, 1);
        foreach (var (own, ops) in model.Parameters.All.Zip(reference.Parameters.All))
        {
            double[] gradient = [.. trainer.Gradient(own.Name)], wanted = [.. other.Gradient(ops.Name)];
            Assert.Contains(wanted, g => g != 0);
            Metric.AssertNear(own.Name, gradient, wanted, Metric.Backward, 1e-3);
        }
    }

    [Fact]
    public void CompiledIsEager()
    {
        var model = new KernelModel(seed: 1);
        var numbers = new Numbers(3);
        float[] x = numbers.Floats(Batch * Width);
        var expected = model.Eager.Forward(new Tensor(x, Batch, Width));
        float[] actual = new float[Batch * Width];
        model.Predict(x, actual);
        Metric.AssertNear("y", [.. actual], expected.Values, Metric.Forward, 1);
    }

    [Fact]
    public void OutsideAModelTheyRunToo()
    {
        var outer = Kernels.Outer(new Tensor([2.0, 3], 1, 2), new Tensor([5.0, 7], 1, 2), negate: false, times: 1);
        Assert.Equal([1, 4], outer.Shape.ToArray());
        Assert.Equal([10, 14, 15, 21], outer.Values.ToArray());
    }

    [Fact]
    public void ShapesAreChecked()
    {
        var error = Assert.Throws<ModelShapeException>(
            () => Kernels.Outer(new Tensor([2.0, 3], 1, 2), new Tensor([5.0, 7], 2, 1), negate: false, times: 1));
        Assert.Contains("Kernels.Outer: 'y' is [N, E] but got [2, 1]", error.Message, StringComparison.Ordinal);
    }
}
