using System.Collections;
using System.Reflection;
using DLCompiler.Generators.Tests.Helpers;
using DLCompiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DLCompiler.Generators.Tests;

/// <summary>What an edit makes the generator do again.</summary>
public class IncrementalTests
{
    private const string Model = """
        [Model]
        public partial class Net
        {
            [Linear(8)] private partial Tensor Hidden(Tensor x);
            [Layer<Part>] private partial Tensor Middle(Tensor x);
            [Forward] private Tensor Forward([Shape("N", 4)] Tensor x) => Middle(Relu(Hidden(x)));
        }
        """;

    private const string Part = """
        [Block]
        public partial class Part
        {
            [Linear("D")] private partial Tensor Same(Tensor x);
            [Forward] private Tensor Forward([Shape("N", "D")] Tensor x) => x + Same(x);
        }
        """;

    private const string Unrelated = """
        [Block]
        public partial class Unrelated
        {
            [Linear(3)] private partial Tensor Project(Tensor x);
            [Forward] private Tensor Forward([Shape("N", "D")] Tensor x) => Project(x);
        }

        public class Plain { public int Value => 1; }
        """;

    [Theory]
    [InlineData(
        "a comment",
        Model,
        "x) => Middle",
        "x) => /* the middle */ Middle",
        "Models Cached, Linked Cached, Emitted Cached")]
    [InlineData(
        "an unrelated class",
        Unrelated,
        "Value => 1",
        "Value => 2",
        "Models Cached, Linked Cached, Emitted Cached")]
    [InlineData(
        "an unrelated block",
        Unrelated,
        "Linear(3)",
        "Linear(4)",
        "Models Cached, Linked Unchanged, Emitted Cached")]
    [InlineData(
        "a block that is used",
        Part,
        "Linear(\"D\")",
        "Linear(\"D\", Bias = false)",
        "Models Cached, Linked Modified, Emitted Modified")]
    [InlineData("a dimension", Model, "Linear(8)", "Linear(9)", "Models Modified, Linked Modified, Emitted Modified")]
    [InlineData(
        "a local name",
        Model,
        "x) => Middle(Relu(Hidden(x)))",
        "y) => Middle(Relu(Hidden(y)))",
        "Models Modified, Linked Modified, Emitted Modified")]
    [InlineData(
        "the model's name",
        Model,
        "class Net",
        "class Net2",
        "Models Modified, Linked Modified, Emitted Modified")]
    public void AnEditReruns(string edit, string edited, string old, string changed, string expected)
    {
        Assert.NotEmpty(edit);
        var compilation = Sources.Compile(Model, Part, Unrelated);
        var driver = ModelCompiler.Compile(compilation).Driver;
        int index = Array.IndexOf([Model, Part, Unrelated], edited);
        var tree = compilation.SyntaxTrees.ElementAt(index);
        string source = edited.Replace(old, changed, StringComparison.Ordinal);
        Assert.NotEqual(edited, source);
        driver = driver.RunGenerators(compilation.ReplaceSyntaxTree(tree, Sources.Parse(source, tree)));
        var steps = driver.GetRunResult().Results[0].TrackedSteps;
        string[] names = [ModelGenerator.Models, ModelGenerator.Linked, ModelGenerator.Emitted];
        Assert.Equal(expected, string.Join(", ", names.Select(name => $"{name} {Reason(steps[name])}")));
    }

    [Fact]
    public void SpecsHoldNothingOfRoslyn()
    {
        string everything = SpecTests.Everything.Replace("Net", "Other", StringComparison.Ordinal);
        var result = ModelCompiler.Compile(Model, Part, Unrelated, everything).Driver.GetRunResult().Results[0];
        string[] names = [ModelGenerator.Models, ModelGenerator.Blocks, ModelGenerator.Linked, ModelGenerator.Emitted];
        var outputs = names.SelectMany(n => result.TrackedSteps[n]).SelectMany(s => s.Outputs).Select(o => o.Value)
            .ToList();
        Assert.Equal(8, outputs.Count);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (object output in outputs) Walk(output, seen);
        Assert.True(seen.Count > 100, "The walk has found too little to mean anything.");
    }

    private static IncrementalStepRunReason Reason(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        Assert.Single(
            steps.SelectMany(s => s.Outputs).Select(o => o.Reason), r => r != IncrementalStepRunReason.Removed);

    private const BindingFlags OwnFields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static void Walk(object? node, HashSet<object> seen)
    {
        if (node is null || !seen.Add(node)) return;
        bool isRoslyns = node is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location;
        Assert.False(isRoslyns, $"A spec holds {node.GetType()}.");
        if (node is string || node.GetType().IsPrimitive || node.GetType().IsEnum) return;
        if (node is IEnumerable items and not string)
        {
            foreach (object? item in items) Walk(item, seen);
        }

        for (var type = node.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(OwnFields))
                Walk(field.GetValue(node), seen);
        }
    }
}
