using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Ops;

/// <summary>Gradients of primitives, or of attributes of theirs, that no user's op has a case for.</summary>
public class PrimitiveGradientTests
{
    private static readonly Node X = Networks.Parameter("x", 2, 7);

    public static TheoryData<string, Node> Primitives => new()
    {
        { "Expm1", Build.Expm1(X) },
        { "Log1p", Build.Log1p(Build.Square(X)) },
        { "Erf", Build.Erf(X) },
        { "Sin", Build.Sin(X) },
        { "Cos", Build.Cos(X) },
        { "Floor", Build.Floor(X) + X },
        { "Maximum", Build.Maximum(X, -X) },
        { "Minimum", Build.Minimum(X, X * 2) },
        { "Pad", Build.Pad(X, 1, 2, 1, value: 3) },
        { "Slice with a step that ends before the end", Build.Slice(X, 1, 1, 2, 3) },
        { "Slice with a step that ends at the end", Build.Slice(X, 1, 0, 3, 3) },
        { "ReduceMin", Build.Min(X, [0]) },
        { "MatMul in a batch", new Node(new MatMul(), Build.Unsqueeze(X, 0), Build.Transpose(Build.Unsqueeze(X, 0))) },
    };

    [Theory]
    [MemberData(nameof(Primitives))]
    public void A_gradient_is_the_central_difference(string name, Node result)
    {
        var weighted = result * new Node(new Input("weights", result.Type));
        var loss = Build.DropAxes(Build.Sum(weighted, Build.AllAxes(weighted)), Build.AllAxes(weighted));
        var graph = new Graph([new Output(OutputKind.Loss, "loss", loss)]);
        var leaves = Samples.Leaves(graph, 5);
        var expected = GradientCheck.Differences(graph, leaves, "x");
        var raw = Differentiate.Run(Decompose.ForDifferentiation(graph), []);
        foreach (var gradients in new[] { raw, Pipeline.Training(graph) })
        {
            var gradient = gradients.Outputs.Single(o => o.Name == "x").Value;
            Numbers.AssertClose(expected, new Interpreter(Samples.Symbols, leaves).Evaluate(gradient), 1e-6, name);
        }
    }
}
