using System.Runtime.CompilerServices;
using DLCompiler.Generators.Tests.Helpers;
using DLCompiler.Testing;

namespace DLCompiler.Generators.Tests;

/// <summary>The generated code of whole models, as a reviewer reads it.</summary>
public class SnapshotTests
{
    private const string ClassifierSource = """
        namespace Demo;

        /// <summary>Digits from 28 × 28 pixels.</summary>
        [Model]
        public partial class Classifier
        {
            /// <summary>What the digits are made of.</summary>
            [Linear(128)] private partial Tensor Hidden(Tensor x);
            [Dropout(0.1f)] private partial Tensor Drop(Tensor x);
            [Linear(10)] private partial Tensor Classify(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 784)] Tensor image)
            {
                var hidden = Drop(Relu(Hidden(image)));
                return Classify(hidden);
            }

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) =>
                CrossEntropy(logits, label, labelSmoothing: 0.1f);
        }
        """;

    private const string MixerSource = """
        namespace Demo;

        [Block]
        public partial class Residual
        {
            [Size] private partial int Factor { get; }
            [Parameter("D", Init = Init.Ones)] private partial Tensor Scale { get; }
            [Parameter("D", Init = Init.Zeros)] private partial Tensor Shift { get; }
            [Linear("Factor*D")] private partial Tensor Up(Tensor x);
            [Linear("D")] private partial Tensor Down(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T", "D")] Tensor x) => x + Down(Gelu(Up(Normalize(x))));

            private Tensor Normalize(Tensor x)
            {
                var centred = x - Mean(x, -1, keepDims: true);
                var variance = Mean(Square(centred), -1, keepDims: true);
                return centred * Rsqrt(variance + 1e-5f) * Scale + Shift;
            }
        }

        [Model]
        public partial class Mixer
        {
            [Linear(32)] private partial Tensor Embed(Tensor x);
            [Layer<Residual>("Factor", 4, Repeat = 3)] private partial Tensor Blocks(Tensor x);
            [Linear(5)] private partial Tensor Head(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T", 6)] Tensor sequence) => Head(Mean(Blocks(Embed(sequence)), 1));

            [Loss] private static Tensor Loss(Tensor scores, [Shape("N")] IntTensor label) => CrossEntropy(scores, label);
        }
        """;

    private const string PoseSource = """
        namespace Demo;

        [Model]
        public partial class Pose
        {
            [Linear(16, Bias = false)] private partial Tensor Look(Tensor x);
            [Linear(16)] private partial Tensor Feel(Tensor x);
            [Linear(3)] private partial Tensor Place(Tensor x);
            [Linear(4)] private partial Tensor Turn(Tensor x);

            [Forward]
            private (Tensor Position, Tensor Rotation) Forward(
                [Shape("N", "P", 8)] Tensor points, [Shape("N", 6)] Tensor sensors)
            {
                var seen = Max(Look(points), 1);
                var state = Tanh(Concat([seen, Feel(sensors)], axis: 1));
                var rotation = Turn(state);
                var length = Sqrt(Sum(Square(rotation), 1, keepDims: true) + 1e-12f);
                return (Place(state), rotation / length);
            }

            [Loss]
            private static Tensor Distance(Tensor position, Tensor rotation, [Shape("N", 3)] Tensor trueposition) =>
                Huber(position, trueposition);

            [Loss(Weight = 0.5f)]
            private static Tensor Turned(Tensor position, Tensor rotation, [Shape("N", 4)] Tensor truerotation) =>
                1 - Mean(Square(Sum(rotation * truerotation, axis: 1)));
        }
        """;

    [Fact]
    public void Classifier() => Verify(ClassifierSource);

    [Fact]
    public void Blocks() => Verify(MixerSource);

    [Fact]
    public void Pose() => Verify(PoseSource);

    /// <summary>No line is too long, and nothing that a reader trips over is there.</summary>
    [Theory]
    [InlineData(ClassifierSource)]
    [InlineData(MixerSource)]
    [InlineData(PoseSource)]
    [InlineData(GeneratedCodeTests.Blocks)]
    [InlineData(SpecTests.Everything)]
    public void TextIsTidy(string source)
    {
        foreach (var file in ModelCompiler.Compile(source).Files)
        {
            string[] lines = file.Text.Split('\n');
            Assert.All(lines, line => Assert.True(line.Length <= 120, line));
            Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
            Assert.DoesNotContain(lines.Zip(lines.Skip(1)), pair => pair.First.Length == 0 && pair.Second.Trim() is "" or "}");
            Assert.DoesNotContain(lines.Zip(lines.Skip(1)), pair => pair.First.EndsWith('{') && pair.Second.Length == 0);
        }
    }

    private static void Verify(string source, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var compiled = ModelCompiler.Compile(source);
        Assert.Equal("", string.Join("\n", Sources.Problems(compiled.Compilation)));
        compiled.ShouldMatchSnapshot(file: file, method: method);
    }
}
