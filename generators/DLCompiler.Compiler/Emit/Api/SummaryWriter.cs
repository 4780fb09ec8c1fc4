using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>Writes the table of layers.</summary>
internal static class SummaryWriter
{
    private const int FloatSize = 4;

    /// <param name="code">The class.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="traced">Its layers.</param>
    /// <param name="saved">The bytes that checkpoints save, by calls in order.</param>
    public static void Write(
        CodeWriter code, ModelLayout layout, TracedModel traced, IReadOnlyList<(string Name, long Bytes)> saved)
    {
        code.Line("/// <inheritdoc/>");
        code.Line($"public global::DLCompiler.ModelSummary Summary {{ get; }} = new({Literals.Text(layout.Model)}, [");
        using var rows = code.Indent("]);");
        var open = saved.ToList();
        var sources = new LayerSources(traced.Layers);
        var flops = new Flops();
        var counted = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < traced.Layers.Count; i++)
        {
            var layer = traced.Layers[i];
            var own = layer.Parameters.Where(counted.Add).Select(name => layout.Parameters[layout.IndexOf(name)]).ToList();
            long all = own.Sum(p => p.Shape.Count.Constant), trained = own.Where(p => p.Trained).Sum(p => p.Shape.Count.Constant);
            string[] row =
            [
                Literals.Text(layer.Name), Literals.Text(layer.Kind), Literals.Text(layer.Output.ToString()),
                Literals.Integer(trained), Literals.Integer(layer.Count(flops).EvaluateAlike().Value),
                Literals.Integer(all * FloatSize), .. sources.Of(i).Select(Literals.Text),
            ];
            int checkpoint = open.FindIndex(s => s.Name == layer.Name);
            string end = checkpoint < 0 ? "" : $" {{ SavedBytes = {Literals.Integer(open[checkpoint].Bytes)} }}";
            if (checkpoint >= 0) open.RemoveAt(checkpoint);
            code.Line($"new({string.Join(", ", row)}){end},");
        }
    }
}
