using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

public class TracerTests
{
    private const string Plain = """
        [Model]
        public partial class Net
        {
            [Linear(8)] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Classify(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 4)] Tensor image) => Classify(Dropout(Relu(Hidden(image)), 0.1f));

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
        }
        """;

    [Fact]
    public void AModelBecomesGraphs()
    {
        var traced = Traced.Model(Plain);
        Assert.Equal(["Hidden.weight [8, 4]", "Hidden.bias [8]", "Classify.weight [3, 8]", "Classify.bias [3]"],
            traced.Parameters.Select(p => $"{p.Name} {p.Shape}"));
        Assert.Equal(["image [N, 4]"], traced.Inputs.Select(i => $"{i.Name} {i.Type}"));
        Assert.Equal(["label int[N]"], traced.Labels.Select(i => $"{i.Name} {i.Type}"));
        Assert.Equal(["logits [N, 3]"], traced.Predict!.Outputs.Select(o => $"{o.Name} {o.Value.Type}"));
        Assert.Equal([OutputKind.Loss], traced.TrainingLoss!.Outputs.Select(o => o.Kind));
        Assert.Equal(["N"], traced.Symbols);
        Assert.Equal(
            ["Hidden Linear [N, 8]", "Classify Linear [N, 3]"], traced.Layers.Select(
                l => $"{l.Name} {l.Kind} {l.Output}"));
        Assert.Empty(traced.Guards);
    }

    [Fact]
    public void OnlyTrainingDrops()
    {
        var traced = Traced.Model(Plain);
        Assert.DoesNotContain(traced.Predict!.Nodes, n => n.Op.Name == "Dropout");
        Assert.DoesNotContain(traced.InferenceLoss!.Nodes, n => n.Op.Name == "Dropout");
        Assert.Single(traced.TrainingLoss!.Nodes, n => n.Op.Name == "Dropout");
    }

    [Fact]
    public void NodesKnowWhereTheyComeFrom()
    {
        var traced = Traced.Model(Plain);
        Assert.All(traced.TrainingLoss!.Nodes, n => Assert.NotNull(n.Origin));
        var relu = traced.Predict!.Nodes.Single(n => n.Op.Name == "Relu").Origin!;
        Assert.Equal("Relu(Hidden(image))", relu.Text);
        Assert.Equal("Net.Forward(DLCompiler.Tensor)", relu.Body);
    }

    [Fact]
    public void BlocksBindSymbolsAndShareNothing()
    {
        var traced = Traced.Model("""
            [Block]
            public partial class Part
            {
                [Size] private partial int D { get; }
                [Size] private partial int Factor { get; }
                [Parameter("D", Init = Init.Ones)] private partial Tensor Gamma { get; }
                [Linear("Factor*D")] private partial Tensor Up(Tensor x);
                [Linear("D", Bias = false)] private partial Tensor Down(Tensor x);
                [Forward] private Tensor Forward([Shape("B", "D")] Tensor x) => x + Gamma * Down(Relu(Up(x))) / D;
            }

            [Model]
            public partial class Net
            {
                [Linear(6)] private partial Tensor Embed(Tensor x);
                [Layer<Part>("Factor", 4)] private partial Tensor One(Tensor x);
                [Layer<Part>("Factor", 2, Repeat = 2)] private partial Tensor Many(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 3)] Tensor x) => Many(One(Embed(x)));
            }
            """);
        Assert.Equal(
            """
            Embed.weight [6, 3]
            Embed.bias [6]
            One.Gamma [6]
            One.Up.weight [24, 6]
            One.Up.bias [24]
            One.Down.weight [6, 24]
            Many.0.Gamma [6]
            Many.0.Up.weight [12, 6]
            Many.0.Up.bias [12]
            Many.0.Down.weight [6, 12]
            Many.1.Gamma [6]
            Many.1.Up.weight [12, 6]
            Many.1.Up.bias [12]
            Many.1.Down.weight [6, 12]
            """,
            string.Join("\n", traced.Parameters.Select(p => $"{p.Name} {p.Shape}")));
        Assert.Equal("[N, 6]", traced.Predict!.Outputs[0].Value.Shape.ToString());
    }

    [Fact]
    public void ALayerCalledTwiceSharesItsWeights()
    {
        var traced = Traced.Model("""
            [Model]
            public partial class Net
            {
                [Linear(4)] private partial Tensor Step(Tensor x);
                [Linear(4, Tied = nameof(Step), Bias = false)] private partial Tensor Again(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 4)] Tensor x)
                {
                    for (int i = 0; i < 3; i++) x = Relu(Step(x));
                    return Again(x);
                }
            }
            """);
        Assert.Equal(["Step.weight", "Step.bias"], traced.Parameters.Select(p => p.Name));
        Assert.Equal(4, traced.Predict!.Nodes.Count(n => n.Op.Name == "Linear"));
    }

    [Fact]
    public void EverythingInTheLanguageIsTraced()
    {
        var traced = Traced.Model(SpecTests.Everything);
        Assert.Equal(
            ["Output [N, 8]", "result2 [N/2, 8]"], traced.Predict!.Outputs.Select(o => $"{o.Name} {o.Value.Type}"));
    }

    [Fact]
    public void WhatIsUndecidableIsGuarded()
    {
        var traced = Traced.Model("""
            [Model]
            public partial class Net
            {
                [Forward] private Tensor Forward([Shape("N", "T")] Tensor x, [Shape("N", "2*S+1")] Tensor y) => x + y;
            }
            """);
        var guard = Assert.Single(traced.Guards);
        Assert.Equal("T == 2*S+1", guard.Condition.ToString());
        Assert.Equal(["N", "T", "S"], traced.Symbols);
        Assert.Equal("DLC1900", Assert.Single(traced.Findings).Rule);
        Assert.False(traced.Refused);
    }

    [Fact]
    public void ResultsAreNamedAfterTheirLocalOrElement()
    {
        static string Names(string forward) => string.Join(" ", Traced.Model($$"""
            [Model]
            public partial class Net
            {
                {{forward}}
            }
            """).Predict!.Outputs.Select(o => o.Name));
        Assert.Equal("h", Names("[Forward] private Tensor Forward([Shape(3)] Tensor x) { var h = x + 1; return h; }"));
        Assert.Equal("result", Names("[Forward] private Tensor Forward([Shape(3)] Tensor x) => x + 1;"));
        Assert.Equal("result", Names("[Forward] private Tensor Forward([Shape(3)] Tensor x) => x;"));
        Assert.Equal(
            "A B", Names("[Forward] private (Tensor A, Tensor B) Forward([Shape(3)] Tensor x) => (x + 1, x - 1);"));
    }
}
