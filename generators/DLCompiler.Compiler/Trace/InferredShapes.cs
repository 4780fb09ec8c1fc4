using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>What each call of a network's own code gives, for editors to list (DLC1901).</summary>
public static class InferredShapes
{
    /// <summary>A finding an expression; where it runs with several shapes, with all of them in order.</summary>
    public static IEnumerable<Finding> Of(NetworkTrace trace) =>
        from site in trace.Calls.Where(c => c.IsOwn).GroupBy(c => c.Place)
        let types = site.Select(c => Text(c.Result)).Where(t => t.Length > 0).Distinct().ToList()
        where types.Count > 0
        let message = $"'{site.First().Origin.Text}' is {string.Join(", then ", types)}"
        select new Finding(Finding.ShapeRule, message, site.Key);

    private static string Text(Value value) => value switch
    {
        TensorValue tensor => tensor.Node.Type.ToString(),
        TupleValue tuple => $"({string.Join(", ", tuple.Items.Select(Text))})",
        ListValue list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        _ => "",
    };
}
