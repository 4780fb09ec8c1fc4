using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Tests.Support;

/// <summary>Gradients by central differences in double.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;

    /// <summary>The gradient of the graph's first output, a scalar, by a leaf.</summary>
    public static NdArray Differences(Graph graph, IReadOnlyDictionary<string, NdArray> leaves, string leaf)
    {
        var x = leaves[leaf];
        var gradient = new NdArray(x.Sizes);
        for (int i = 0; i < x.Values.Length; i++) gradient.Values[i] = (At(i, Step) - At(i, -Step)) / (2 * Step);
        return gradient;

        double At(int element, double step)
        {
            double[] moved = [.. x.Values];
            moved[element] += step;
            var changed = new Dictionary<string, NdArray>(leaves) { [leaf] = new NdArray(x.Sizes, moved) };
            return new Interpreter(Samples.Symbols, changed).Evaluate(graph.Outputs[0].Value).Values[0];
        }
    }
}
