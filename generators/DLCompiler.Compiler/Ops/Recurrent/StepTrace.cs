using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Makes the body of a scan of nodes that were built over its parameters, and finds what it captures.</summary>
internal static class StepTrace
{
    /// <summary>
    /// Closes the results over what they reach. What does not vary from step to step is captured; movement of numbers
    /// is made anew.
    /// </summary>
    /// <param name="parameters">The body's own parameters.</param>
    /// <param name="results">What it computes, in terms of those and of nodes outside.</param>
    /// <param name="stream">Random ops of higher numbers draw anew in each step.</param>
    /// <returns>The body with a parameter more for each captured node, and those nodes.</returns>
    public static (Body Body, IReadOnlyList<Node> Captured) Close(
        IReadOnlyList<Node> parameters, IReadOnlyList<Node> results, int stream)
    {
        var order = Graph.TopologicalOrder(results);
        var varying = new HashSet<Node>(parameters);
        var plain = new HashSet<Node>();
        foreach (var node in order)
        {
            bool isDrawn = node.Op is IRandom random && random.Stream > stream;
            if (isDrawn || node.Inputs.Any(varying.Contains)) varying.Add(node);
            else if (IsPlain(node.Op) && node.Inputs.All(plain.Contains)) plain.Add(node);
        }

        var closing = new Substitution();
        var captured = new List<Node>();
        var used = order.Where(varying.Contains).SelectMany(n => n.Inputs).Concat(results);
        foreach (var node in used.Where(n => !varying.Contains(n) && !plain.Contains(n)))
        {
            if (closing.Has(node)) continue;
            closing[node] = Body.Parameter(parameters.Count + captured.Count, node.Type).From(node.Origin);
            captured.Add(node);
        }

        Node[] all = [.. parameters, .. captured.Select(c => closing[c])];
        return (new Body(all, [.. results.Select(closing.Apply)]), captured);
    }

    private static bool IsPlain(Op op) => op is Literal or Iota or Reshape or Broadcast or Permute;
}
