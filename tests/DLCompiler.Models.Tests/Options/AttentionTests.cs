using DLCompiler.Conformance;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Attention with lengths and masks: what is padding never counts, whatever it holds.</summary>
public class AttentionTests
{
    private const int Batch = 3, Length = 7, Memory = 5, Width = 16, MemoryWidth = 6;

    private static readonly int[] Lengths = [7, 2, 4];
    private static readonly float[] Seen = [.. Enumerable.Range(0, Batch * Memory).Select(i => i % 3 == 1 ? 0f : 1f)];

    [Theory]
    [InlineData(Mode.Inference)]
    [InlineData(Mode.Training)]
    public void CompiledIsEager(Mode mode)
    {
        var model = new Decoder(seed: 3);
        var (x, memory, weight) = Inputs(padding: 0.5f);
        double expected = model.Eager.Loss(
            new Tensor(x, Batch, Length, Width), new IntTensor(Lengths, Batch), new Tensor(memory, Batch, Memory, MemoryWidth),
            new Tensor(Seen, Batch, Memory), new Tensor(weight, Batch, Length, Width), mode).Values[0];
        double actual = mode == Mode.Training
            ? model.CreateTrainer(new Sgd(0)).Step(x, Lengths, memory, Seen, weight)
            : model.Evaluate(x, Lengths, memory, Seen, weight);
        Metric.AssertNear("loss", [actual], [expected], Metric.Forward, 1);
    }

    [Fact]
    public void PaddingChangesNothing()
    {
        var (results, gradients) = Run(padding: 0.5f);
        foreach (float padding in new[] { -3f, 1e6f, float.NaN, float.PositiveInfinity })
        {
            var (otherResults, otherGradients) = Run(padding);
            Assert.Equal(results, otherResults);

            // The gradient of a projection is a product with its input, in which 0 · NaN is NaN, as in PyTorch.
            if (float.IsFinite(padding)) Assert.Equal(gradients, otherGradients);
        }
    }

    private static (float Loss, float[][] Gradients) Run(float padding)
    {
        var model = new Decoder(seed: 3);
        var trainer = model.CreateTrainer(new Sgd());
        var (x, memory, weight) = Inputs(padding);
        float loss = trainer.Gradients(x, Lengths, memory, Seen, weight);
        return (loss, [.. model.Parameters.All.Select(p => trainer.Gradient(p.Name).ToArray())]);
    }

    /// <summary>Padding is behind each sequence's length, and in what no query sees of the memory.</summary>
    private static (float[] X, float[] Memory, float[] Weight) Inputs(float padding)
    {
        var numbers = new Numbers(5);
        float[] x = numbers.Floats(Batch * Length * Width), memory = numbers.Floats(Batch * Memory * MemoryWidth);
        float[] weight = numbers.Floats(x.Length);
        for (int n = 0; n < Batch; n++)
        {
            int end = (n + 1) * Length * Width, padded = (Length - Lengths[n]) * Width;
            x.AsSpan(end - padded, padded).Fill(padding);
            weight.AsSpan(end - padded, padded).Clear();
        }

        for (int i = 0; i < Seen.Length; i++)
        {
            if (Seen[i] == 0) memory.AsSpan(i * MemoryWidth, MemoryWidth).Fill(padding);
        }

        return (x, memory, weight);
    }
}
