using System.Runtime.CompilerServices;

namespace DLCompiler.Testing.Tests;

public class LoadedModelTests
{
    private const string Source = """
        [Model]
        public partial class Net
        {
            [Gru(4)] private partial (Tensor Output, Tensor State) Read(Tensor x);
            [Linear(2)] private partial Tensor Classify(Tensor x);

            [Forward]
            private (Tensor Scores, Tensor Last) Forward([Shape("N", "T", 3)] Tensor x)
            {
                var (y, state) = Read(x);
                return (Classify(y), state[0]);
            }

            [Loss]
            private static Tensor Loss(Tensor scores, Tensor last, [Shape("N", "T")] IntTensor label) =>
                CrossEntropy(scores, label);
        }
        """;

    private static readonly Tensor Input = new([.. Enumerable.Range(0, 30).Select(i => MathF.Sin(i))], 2, 5, 3);
    private static readonly IntTensor Labels = new([0, 1, 1, 0, 1, 0, 0, 1, 1, 1], 2, 5);

    [Fact]
    public void Several_results_are_a_tuple()
    {
        using var model = ModelCompiler.Compile(Source).Load();
        var (scores, last) = model.Predict<(Tensor, Tensor)>(Input);
        Assert.Equal([2, 5, 2], scores.Shape.ToArray());
        Assert.Equal([2, 4], last.Shape.ToArray());
        var (eager, _) = model.EagerForward<(Tensor, Tensor)>(Input);
        Assert.Equal(eager.Values.ToArray(), scores.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        var thrown = Assert.Throws<ArgumentException>(() => model.Predict(Input));
        Assert.Contains("ask for Predict<(Tensor, Tensor)>", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_lengths_leave_open_come_from_the_shapes_or_the_caller()
    {
        using var model = ModelCompiler.Compile(Source).Load();
        var trainer = model.CreateTrainer(new Adam(0.1f));
        float first = trainer.Step(Input, Labels);
        Assert.Equal(first, (float)ModelCompiler.Compile(Source).Load().EagerLoss(Input, Labels, Mode.Training), 1e-5f);
        for (int i = 0; i < 20; i++) trainer.Step(Input.ToSingles(), Labels.Values.ToArray(), 5);
        Assert.InRange(model.Evaluate(Input, Labels), 0, first / 2);
        Assert.Equal(21, trainer.Trainer.StepCount);
        var thrown = Assert.Throws<ArgumentException>(() => trainer.Step(Input.ToSingles(), Labels.Values.ToArray()));
        Assert.Contains("Step needs T, which no shape states", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_come_from_multiples_and_from_ranges_of_arrays()
    {
        using var model = ModelCompiler.Compile("""
            [Model]
            public partial class Halves
            {
                [Linear(3)] private partial Tensor Classify(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", "2*T+1", 4)] Tensor x)
                {
                    var all = Split(x, 4, 2);
                    var sum = all[0];
                    foreach (var part in all[1..^1]) sum += part;
                    return Classify(Pad(sum, 1, 0, (4 - x.Size(1) % 4) % 4));
                }

                [Loss]
                private static Tensor Loss(Tensor y, [Shape("N", "2*T+1", 3)] Tensor target) => Mean(y) + Mean(target);
            }
            """).Load();
        var x = new Tensor([.. Enumerable.Range(0, 40).Select(i => MathF.Sin(i))], 2, 5, 4);
        var y = model.Predict(x);
        Assert.Equal([2, 8, 3], y.Shape.ToArray());
        Assert.Equal(model.EagerForward<Tensor>(x).Values.ToArray(), y.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(y.Values.ToArray().Average(), model.Evaluate(x, new Tensor(new float[30], 2, 5, 3)), 1e-5f);
    }

    [Fact]
    public void Other_tensors_are_refused_with_the_signature()
    {
        using var model = ModelCompiler.Compile(Source).Load();
        var thrown = Assert.Throws<ArgumentException>(() => model.Predict(Labels));
        Assert.Contains("Predict takes (Tensor x), not (IntTensor)", thrown.Message, StringComparison.Ordinal);
        thrown = Assert.Throws<ArgumentException>(() => model.CreateTrainer(new Sgd()).Step(Labels, Labels, 5));
        Assert.Contains("Step takes (ReadOnlySpan<float> x, ReadOnlySpan<int> label, int T)", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ModelShapeException>(() => model.Predict<(Tensor, Tensor)>(new Tensor(new float[8], 2, 2, 2)));
    }

    [Fact]
    public void A_model_without_a_loss_says_so()
    {
        using var model = ModelCompiler.Compile("""
            [Model] public partial class Net { [Forward] private Tensor Forward([Shape("N", 3)] Tensor x) => Relu(x); }
            """).Load();
        var thrown = Assert.Throws<ArgumentException>(() => model.CreateTrainer(new Sgd()));
        Assert.Contains("[Loss]", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.EagerLoss(Input));
        Assert.Throws<ArgumentException>(() => model.Evaluate(Input));
    }

    [Fact]
    public void Constructors_take_what_they_say()
    {
        var compilation = ModelCompiler.Compile("""
            [Model]
            public partial class Net
            {
                public Net(string name, int seed = 3) => Initialize(seed + name.Length);
                [Linear(2)] private partial Tensor Score(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 3)] Tensor x) => Score(x);
            }
            """);
        using var model = compilation.Load("Net", "abc");
        Assert.Equal(2, model.Model.Store.Parameters.Count);
        var thrown = Assert.Throws<ArgumentException>(() => compilation.Load("Net", 1f));
        const string Expected = "Net has no public constructor for (Single), only: Void .ctor(System.String, Int32)";
        Assert.Contains(Expected, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemblies_are_unloaded()
    {
        var assembly = LoadAndForget();
        for (int i = 0; i < 50 && assembly.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(assembly.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndForget()
    {
        using var loaded = ModelCompiler.Compile("""
            [Model] public partial class Net { [Forward] private Tensor Forward([Shape("N", 3)] Tensor x) => Relu(x); }
            """).LoadAssembly();
        return new WeakReference(loaded.Assembly);
    }
}
