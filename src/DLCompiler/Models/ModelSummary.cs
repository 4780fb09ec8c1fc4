using System.Globalization;
using System.Text;

namespace DLCompiler;

/// <summary>What a model consists of, layer by layer. <see cref="ToString"/> is a table.</summary>
/// <param name="name">The model's name.</param>
/// <param name="layers">Its layers, in the order in which Forward meets them.</param>
public sealed class ModelSummary(string name, params LayerSummary[] layers)
{
    private static readonly string[] Titles = ["layer", "kind", "output", "parameters", "FLOPs", "bytes"];

    private readonly bool _saves = layers.Any(layer => layer.SavedBytes > 0);

    /// <summary>The model's name.</summary>
    public string Name => name;

    /// <summary>The layers, in the order in which Forward meets them.</summary>
    public IReadOnlyList<LayerSummary> Layers => layers;

    /// <summary>All trained numbers.</summary>
    public long Parameters => layers.Sum(layer => layer.Parameters);

    /// <summary>
    /// Floating-point operations of a forward pass with every symbol 1. A block's own are those of all that is in it.
    /// </summary>
    public long Flops => layers.Where(IsOutermost).Sum(layer => layer.Flops);

    /// <summary>The bytes of all parameters and buffers.</summary>
    public long Bytes => layers.Sum(layer => layer.Bytes);

    /// <summary>
    /// The bytes that a training step does not keep for its backward pass thanks to <see cref="CheckpointAttribute"/>, with
    /// every symbol 1.
    /// </summary>
    public long SavedBytes => layers.Sum(layer => layer.SavedBytes);

    /// <summary>
    /// The table: texts aligned left, numbers right with thousands apart, a row of totals, and where there are checkpoints a column of what they
    /// save; lines end with <c>\n</c>.
    /// </summary>
    public override string ToString()
    {
        string[][] rows = [.. layers.Select(Row)];
        string[] total = Row(new LayerSummary("total", "", "", Parameters, Flops, Bytes) { SavedBytes = SavedBytes });
        string[] titles = _saves ? [.. Titles, "saved bytes"] : Titles;
        string[][] all = [titles, .. rows, total];
        int[] widths = [.. titles.Select((_, column) => all.Max(row => row[column].Length))];
        string rule = new('─', widths.Sum() + (2 * (widths.Length - 1)));
        var text = new StringBuilder(name).Append('\n');
        AppendLine(text, titles, widths);
        text.Append(rule).Append('\n');
        foreach (string[] row in rows) AppendLine(text, row, widths);
        text.Append(rule).Append('\n');
        AppendLine(text, total, widths);
        return text.ToString();
    }

    private bool IsOutermost(LayerSummary layer) =>
        !layers.Any(other => layer.Name.StartsWith(other.Name + ".", StringComparison.Ordinal));

    private string[] Row(LayerSummary layer) =>
    [
        layer.Name, layer.Kind, layer.OutputShape, Number(layer.Parameters), Number(layer.Flops), Number(layer.Bytes),
        .. _saves ? [Number(layer.SavedBytes)] : Array.Empty<string>(),
    ];

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static void AppendLine(StringBuilder text, string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (int c = 0; c < cells.Length; c++)
            line.Append(c < 3 ? cells[c].PadRight(widths[c]) : cells[c].PadLeft(widths[c])).Append("  ");
        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
