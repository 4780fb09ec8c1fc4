using System.Reflection;
using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Support;
using DLCompiler.Runtime;

namespace DLCompiler.Models.Tests.Options;

/// <summary>What <c>[Checkpoint]</c> changes: the memory of a step, and nothing else.</summary>
[Collection(ModelsCollection.Name)]
public class CheckpointTests
{
    private const string Mark = "[Checkpoint]";

    /// <summary>Attention and dropout in blocks; an inner block that is checkpointed where its use says so.</summary>
    private const string Transformer = """
        [Block]
        public partial class Mlp
        {
            [Linear("4*C")] private partial Tensor Up(Tensor x);
            [Linear("C")] private partial Tensor Down(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T", "C")] Tensor x) => Dropout(Down(Tanh(Gelu(Up(x)))), 0.25f);
        }

        OUTER[Block]
        public partial class Layer
        {
            [LayerNorm] private partial Tensor Before(Tensor x);
            [MultiHeadAttention(2, Causal = true, Dropout = 0.25f)] private partial Tensor Attend(Tensor x);
            INNER[Layer<Mlp>] private partial Tensor Mix(Tensor x);
            INNER[Layer<Mlp>(Repeat = 3)] private partial Tensor More(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T", "C")] Tensor x) => More(x + Attend(Before(x))) + Mix(x);
        }

        [Model]
        public partial class Net
        {
            [Layer<Layer>(Repeat = 3)] private partial Tensor Blocks(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 12, 16)] Tensor x) => Blocks(Dropout(x, 0.1f));

            [Loss]
            private static Tensor Loss(Tensor y, [Shape("N", 12, 16)] Tensor target) => Mse(y, target);
        }
        """;

    /// <summary>Running statistics, which a second run must not move, and weights that two calls share.</summary>
    private const string Convolutional = """
        [Block]
        public partial class Layer
        {
            [Conv2d("C", Kernel = 3, Padding = 1)] private partial Tensor First(Tensor x);
            [Conv2d("C", Kernel = 3, Padding = 1)] private partial Tensor Second(Tensor x);
            [BatchNorm] private partial Tensor Normalize(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "C", "H", "W")] Tensor x) =>
                x + Dropout(Silu(Normalize(Second(Silu(Normalize(First(x)))))), 0.2f);
        }

        [Model]
        public partial class Net
        {
            OUTER[Layer<Layer>(Repeat = 4)] private partial Tensor Blocks(Tensor x);
            OUTER[Layer<Layer>] private partial Tensor Last(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 8, 6, 6)] Tensor x) => Last(Last(Blocks(x)));

            [Loss]
            private static Tensor Loss(Tensor y, [Shape("N", 8, 6, 6)] Tensor target) => Mse(y, target);
        }
        """;

    /// <summary>A loop in a block, whose steps keep what only its backward pass reads.</summary>
    private const string Recurrent = """
        OUTER[Block]
        public partial class Layer
        {
            [Linear("C")] private partial Tensor Input(Tensor x);
            [Linear("C")] private partial Tensor State(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T", "C")] Tensor x)
            {
                var all = Scan(Input(x), x[.., 0] * 0, (at, h) => (Tanh(at + State(h)), Tanh(at + State(h)))).Outputs;
                return Dropout(Gelu(all), 0.2f);
            }
        }

        [Model]
        public partial class Net
        {
            [Layer<Layer>(Repeat = 8)] private partial Tensor Blocks(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 9, 8)] Tensor x) => Blocks(x);

            [Loss]
            private static Tensor Loss(Tensor y, [Shape("N", 9, 8)] Tensor target) => Mse(y, target);
        }
        """;

    [Theory]
    [InlineData(nameof(Transformer), "OUTER", 0.5)]
    [InlineData(nameof(Transformer), "INNER", 0.8)]
    [InlineData(nameof(Transformer), "OUTER INNER", 0.4)]
    [InlineData(nameof(Convolutional), "OUTER", 0.8)]
    [InlineData(nameof(Recurrent), "OUTER", 0.85)]
    public void EveryBitIsTheSameInLessMemory(string network, string marks, double share)
    {
        var kept = Train(network, "");
        var saved = Train(network, marks);
        Assert.Equal(kept.Losses, saved.Losses);
        Assert.Equal(kept.Gradients, saved.Gradients);
        Assert.Equal(kept.Parameters, saved.Parameters);
        Assert.InRange(saved.Arena, 1, (long)(share * kept.Arena));
    }

    [Fact]
    public void ACheckpointInACheckpointSavesMore()
    {
        long outer = Train(nameof(Transformer), "OUTER").Arena, both = Train(nameof(Transformer), "OUTER INNER").Arena;
        Assert.InRange(both, 1, outer - 1);
    }

    [Fact]
    public void TheSummarySaysWhatIsSaved()
    {
        var summary = ((IModel)Create(nameof(Transformer), "OUTER").Instance).Summary;
        var blocks = summary.Layers.Where(l => l.SavedBytes > 0).ToList();
        Assert.Equal(["Blocks.0", "Blocks.1", "Blocks.2"], blocks.Select(l => l.Name));
        Assert.Equal(blocks.Sum(l => l.SavedBytes), summary.SavedBytes);
        Assert.Contains("saved bytes", summary.ToString(), StringComparison.Ordinal);
        var kept = ((IModel)Create(nameof(Transformer), "").Instance).Summary;
        Assert.Equal(0, kept.SavedBytes);
        Assert.DoesNotContain("saved", kept.ToString(), StringComparison.Ordinal);
    }

    private static CompiledModel Create(string network, string marks)
    {
        string text = network switch
        {
            nameof(Transformer) => Transformer,
            nameof(Convolutional) => Convolutional,
            _ => Recurrent,
        };
        foreach (string mark in new[] { "OUTER", "INNER" })
            text = text.Replace(mark, marks.Contains(mark, StringComparison.Ordinal) ? Mark + " " : "", StringComparison.Ordinal);
        return ModelAssembly.Compile([new ModelSource("Net", text)]).Create("Net", seed: 2);
    }

    /// <summary>Three steps, and what they leave.</summary>
    private static (int[] Losses, int[][] Gradients, int[][] Parameters, long Arena) Train(string network, string marks)
    {
        const int Batch = 3;
        var model = Create(network, marks);
        var trainer = model.CreateTrainer(new Sgd(0.1f));
        var sizes = Sample.Sizes(Batch);
        int[] shape = network switch { nameof(Transformer) => [Batch, 12, 16], nameof(Convolutional) => [Batch, 8, 6, 6], _ => [Batch, 9, 8] };
        var numbers = new Numbers(4);
        int count = shape.Aggregate(1, (a, b) => a * b);
        Argument[] arguments = [new("x", numbers.Floats(count), shape), new("target", numbers.Floats(count), shape)];
        float[] losses = [.. Enumerable.Range(0, 3).Select(_ => trainer.Step(arguments, sizes))];
        int[][] gradients = [.. model.Trained.Select(p => Bits.Of(trainer.Trainer.Gradient(p)))];
        return (Bits.Of(losses), gradients, Bits.Of(model), Arena(model, Batch));
    }

    /// <summary>The floats that a step's values need.</summary>
    private static long Arena(CompiledModel model, long batch)
    {
        var programs = model.Instance.GetType().Assembly.GetTypes().Single(t => t.Name.EndsWith("NetPrograms", StringComparison.Ordinal));
        var plan = (Program)programs.GetField("StepPlan", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        return plan.Plan([batch]).Size;
    }
}
