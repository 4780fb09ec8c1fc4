using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>Writes the table of layers.</summary>
internal static class SummaryWriter
{
    private const int FloatSize = 4;

    /// <summary>The table as remarks of the class.</summary>
    public static void WriteRemarks(CodeWriter code, TracedModel traced)
    {
        if (traced.Layers.Count == 0) return;
        var shapes = traced.Parameters.ToDictionary(p => p.Name, p => p.Shape, StringComparer.Ordinal);
        code.Lines(["/// <remarks>", "/// <list type=\"table\">"]);
        code.Line("/// <listheader><term>Layer</term><description>Kind, output, parameters</description></listheader>");
        foreach (var layer in traced.Layers)
        {
            string own = string.Join(", ", layer.Parameters.GroupBy(p => shapes[p], p => p.Substring(p.LastIndexOf('.') + 1))
                .Select(g => $"{string.Join(", ", g)} {g.Key}"));
            string description = $"{layer.Kind}, {layer.Output}{(own.Length > 0 ? ", " : "")}{own}";
            code.Line($"/// <item><term>{layer.Name}</term><description>{description}</description></item>");
        }

        code.Lines(["/// </list>", "/// </remarks>"]);
    }

    /// <param name="code">The class.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="traced">Its layers.</param>
    /// <param name="saved">The bytes that checkpoints save, by calls in order.</param>
    public static void Write(
        CodeWriter code, ModelLayout layout, TracedModel traced, IReadOnlyList<(string Name, long Bytes)> saved)
    {
        code.Line("/// <inheritdoc/>");
        code.Line($"public global::DLCompiler.ModelSummary Summary {{ get; }} = new({Literals.Text(layout.Model)},");
        code.Line("[");
        using var rows = code.Indent("]);");
        var open = saved.ToList();
        var counted = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < traced.Layers.Count; i++)
        {
            var layer = traced.Layers[i];
            var own = layer.Parameters.Where(counted.Add).Select(name => layout.Parameters[layout.IndexOf(name)]).ToList();
            long all = own.Sum(p => p.Shape.Count.Constant), trained = own.Where(p => p.Trained).Sum(p => p.Shape.Count.Constant);
            string[] row =
            [
                Literals.Text(layer.Name), Literals.Text(layer.Kind), Literals.Text(layer.Output.ToString()),
                Literals.Integer(trained), Literals.Integer(layer.Flops), Literals.Integer(all * FloatSize),
            ];
            int checkpoint = open.FindIndex(s => s.Name == layer.Name);
            string end = checkpoint < 0 ? "" : $" {{ SavedBytes = {Literals.Integer(open[checkpoint].Bytes)} }}";
            if (checkpoint >= 0) open.RemoveAt(checkpoint);
            code.Line($"new({string.Join(", ", row)}){end},");
        }
    }
}
