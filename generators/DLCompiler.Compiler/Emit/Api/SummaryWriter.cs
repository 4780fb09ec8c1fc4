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
            string own = string.Join(", ", layer.Parameters.Select(p => $"{p.Substring(p.LastIndexOf('.') + 1)} {shapes[p]}"));
            string description = $"{layer.Kind}, {layer.Output}{(own.Length > 0 ? ", " : "")}{own}";
            code.Line($"/// <item><term>{layer.Name}</term><description>{description}</description></item>");
        }

        code.Lines(["/// </list>", "/// </remarks>"]);
    }

    public static void Write(CodeWriter code, ModelLayout layout, TracedModel traced)
    {
        code.Line("/// <inheritdoc/>");
        code.Line($"public global::DLCompiler.ModelSummary Summary {{ get; }} = new({Literals.Text(layout.Model)},");
        code.Line("[");
        using var rows = code.Indent("]);");
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
            code.Line($"new({string.Join(", ", row)}),");
        }
    }
}
