using DLCompiler.Generators.Tests.Helpers;
using DLCompiler.Testing;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests;

public class GeneratedCodeTests
{
    public const string Blocks = """
        namespace Demo.@event;

        public static partial class Outer
        {
            [Block]
            public partial record Part
            {
                [Size] private partial int Factor { get; }
                [Parameter("D", Init = Init.Ones)] private partial Tensor Gamma { get; }
                [Linear("Factor*D")] private partial Tensor Up(Tensor x);
                [Linear("D", Bias = false)] protected internal partial Tensor Down(Tensor @in);
                [Forward] private Tensor Forward([Shape("B", "D")] Tensor x) => x + Gamma * Down(Relu(Up(x)));
            }

            [Model]
            internal partial class @class
            {
                [Linear("6")] private partial Tensor Embed(Tensor x);
                [Layer<Part>("Factor", 4)] private partial Tensor One(Tensor x);
                [Layer<Part>("Factor", 2, Repeat = 2)] private partial Tensor Many(Tensor x);
                [Dropout(0.5f)] private partial Tensor Drop(Tensor x);
                [Forward]
                private (Tensor Logits, Tensor) Forward([Shape("N", 3)] Tensor x, [Shape("N", 1)] Tensor @params)
                {
                    var h = Drop(Many(One(Embed(x))));
                    return (h * @params, h);
                }

                [Loss]
                private Tensor Loss(Tensor logits, Tensor h, Tensor x, [Shape("N")] IntTensor label) =>
                    CrossEntropy(logits, label);
            }
        }
        """;

    public const string Minimal = """
        [Model]
        public partial class Net
        {
            [Linear(2)] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor Forward([Shape("N", 3)] Tensor x) => Relu(Hidden(x));
        }
        """;

    [Theory]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Disable)]
    public void CompilesWithoutWarnings(NullableContextOptions nullable)
    {
        foreach (string source in new[] { Minimal, Blocks, SpecTests.Everything })
            Assert.Empty(Sources.Problems(ModelCompiler.Compile(new CompileOptions { Nullable = nullable }, source).Compilation));
    }

    [Fact]
    public void SameSourceSameText()
    {
        static IReadOnlyList<GeneratedSource> Files() => ModelCompiler.Compile(Blocks, Minimal).Files;
        Assert.Equal(Files(), Files());
        Assert.All(Files(), f => Assert.DoesNotContain('\r', f.Text));
    }

    [Fact]
    public void NamesThatDifferInCaseOnlyGetFilesOfTheirOwn()
    {
        string lower = Minimal.Replace("class Net", "class net", StringComparison.Ordinal);
        string nested = $"public partial class C {{ {Minimal} }}";
        string space = $"namespace A {{ namespace B {{ {Minimal} }} }}";
        var compiled = ModelCompiler.Compile(Minimal, lower, nested, space);
        Assert.Empty(compiled.Diagnostics);
        Assert.Equal(4, compiled.Files.Count);
    }

    [Fact]
    public void AUsersConstructorCallsInitialize()
    {
        const string Constructor = "{ public Net(int seed, string label) => Initialize(seed + label.Length);";
        Assert.Empty(Sources.Problems(ModelCompiler.Compile(Minimal.Replace("{\n", Constructor, StringComparison.Ordinal)).Compilation));
    }

    [Fact]
    public void RunsEagerly()
    {
        using var assembly = ModelCompiler.Compile(Blocks + """

            public static class Program
            {
                public static string Run()
                {
                    var net = new Outer.@class(seed: 1);
                    Span<float> values = [1, 2, 3, 4, 5, 6];
                    var x = new Tensor(values, 2, 3);
                    var scale = new Tensor(new float[] { 1, 0 }, 2, 1);
                    var (logits, h) = net.Eager.Forward(x, scale);
                    var label = new IntTensor(new int[] { 0, 5 }, 2);
                    var loss = net.Eager.Loss(x, scale, label, Mode.Training, seed: 3, step: 7);
                    return $"{logits.Size(0)} {logits.Size(1)} {h.Rank} {loss.Rank} {loss.ToScalar() > 0}";
                }
            }
            """).LoadAssembly();
        Assert.Equal("2 6 2 0 True", assembly.Call("Demo.event.Program", "Run"));
    }

    [Fact]
    public void Block() => ModelCompiler.Compile("""
        [Block]
        internal partial class Residual
        {
            [Size] private partial int Factor { get; }
            [Parameter("D", Init = Init.Ones)] private partial Tensor Gamma { get; }
            [Linear("Factor*D")] private partial Tensor Up(Tensor x);
            [Linear("D", Bias = false)] private partial Tensor Down(Tensor x);
            [Dropout(0.5f)] private partial Tensor Drop(Tensor x);
            [Layer<Residual>("Factor", "2*Factor", Repeat = "Depth")] private partial Tensor Inner(Tensor x);
            [Forward] private Tensor Forward([Shape("B", "D")] Tensor x) => x + Gamma * Drop(Down(Relu(Up(x))));
        }
        """).ShouldMatchSnapshot();

    [Fact]
    public void Refused() => ModelCompiler.Compile(
        Minimal.Replace("Relu(Hidden(x))", "Concat([x, Hidden(x)], 0)", StringComparison.Ordinal)).ShouldMatchSnapshot();

    [Fact]
    public void AModelThatIsNotTrainedHasNoCodeForIt()
    {
        const string Loss = "[Loss] private static Tensor Loss(Tensor y) => Mean(y); }";
        string trained = Minimal.TrimEnd('}', '\n') + Loss;
        string untrained = trained.Replace("[Model]", "[Model(Training = false)]", StringComparison.Ordinal);
        Assert.Contains("gradient", Text(trained), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Trainer", Text(trained), StringComparison.Ordinal);
        Assert.Contains("float Evaluate(", Text(untrained), StringComparison.Ordinal);
        foreach (string word in new[] { "gradient", "trainer", "optimizer", "StepPlan" })
            Assert.DoesNotContain(word, Text(untrained), StringComparison.OrdinalIgnoreCase);

        static string Text(string source)
        {
            var compiled = ModelCompiler.Compile(source);
            Assert.Empty(Sources.Problems(compiled.Compilation));
            return compiled.Code();
        }
    }

    [Fact]
    public void ARefusedModelKeepsItsLosses()
    {
        string source = Minimal.Replace("Relu(Hidden(x));", """
            Concat([x, Hidden(x)], 0);
            [Loss] private static Tensor Fit(Tensor y, [Shape("N")] IntTensor label) => CrossEntropy(y, label);
            [Loss(Weight = 0.5f)] private static Tensor Size(Tensor y) => Mean(Abs(y));
            """, StringComparison.Ordinal) + """
            public static class User
            {
                public static float Use(Net net, float[] x, int[] label)
                {
                    net.Evaluate(x, label, out var losses);
                    return losses.Fit + losses.Total + net.CreateTrainer(new Sgd(0.1f)).Losses.Size;
                }
            }
            """;
        Assert.Empty(Sources.Problems(ModelCompiler.Compile(source).Compilation));
    }

    [Theory]
    [InlineData("Hidden", "Concat([x, Hidden(x)], 0)")]
    [InlineData("Norm", "Norm(x)")]
    public void ARefusedModelKeepsItsMembers(string layer, string result)
    {
        string source = $$"""
            [Model]
            public partial class Net
            {
                [Linear(4)] private partial Tensor {{layer}}(Tensor x);
                [Forward] private Tensor Forward([Shape("N", "T", 3)] Tensor x) => {{result}};
                [Loss] private static Tensor Loss(Tensor y, [Shape("N")] IntTensor label) => Mean(y);
            }

            public static class User
            {
                public static Tensor Use(Tensor x, float[] values, int[] label)
                {
                    var net = new Net(3);
                    net.Predict(values, new float[8], T: 2);
                    net.CreateTrainer(new Sgd()).Step(values, label, T: 2);
                    return net.Eager.Forward(x) + net.Predict(x);
                }
            }
            """;
        Assert.Empty(Sources.Problems(ModelCompiler.Compile(source).Compilation));
    }
}
