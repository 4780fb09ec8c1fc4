using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Tests.Support;

/// <summary>Sizes for symbols, and values for leaves.</summary>
internal static class Samples
{
    /// <summary>Distinct sizes, so that one taken for another shows.</summary>
    public static IReadOnlyDictionary<string, long> Symbols { get; } =
        new Dictionary<string, long> { ["N"] = 4, ["T"] = 7 };

    public static int[] Sizes(Shape shape) => [.. shape.Dims.Select(d => (int)d.Evaluate(name => Symbols[name]))];

    /// <summary>Values for every input and parameter of a graph.</summary>
    public static Dictionary<string, NdArray> Leaves(
        Graph graph, int seed, CaseDomain domain = CaseDomain.Normal, int bound = 1)
    {
        var random = new Random(seed);
        var values = new Dictionary<string, NdArray>();
        foreach (var node in graph.Nodes)
        {
            string? name = node.Op switch { Input input => input.InputName, Parameter p => p.ParameterName, _ => null };
            if (name is null || values.ContainsKey(name)) continue;
            values[name] = NdArray.Of(
                Sizes(node.Shape),
                _ => node.Type.DType == DType.Int32 ? random.Next(bound) : Draw(random, domain));
        }

        return values;
    }

    private static double Draw(Random random, CaseDomain domain) => domain switch
    {
        CaseDomain.Positive => 0.5 + (1.5 * random.NextDouble()),
        CaseDomain.Unit => random.NextDouble(),
        _ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()),
    };
}
