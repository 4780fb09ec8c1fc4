using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DLCompiler.Samples;

/// <summary>What the program prints before and after training.</summary>
internal static class Report
{
    private const int Pictures = 8;
    private const int PictureMargin = 3; // columns of border and padding

    /// <summary>The layer table.</summary>
    public static void WriteSummary(IAnsiConsole console, ModelSummary summary)
    {
        var table = new Table { Title = new TableTitle(summary.Name) };
        _ = table.AddColumns("layer", "kind", "output");
        _ = table.AddColumns(Numeric("parameters"), Numeric("FLOPs"), Numeric("bytes"));
        foreach (LayerSummary layer in summary.Layers)
        {
            _ = table.AddRow(Markup.Escape(layer.Name), Markup.Escape(layer.Kind), Markup.Escape(layer.OutputShape),
                Count(layer.Parameters), Count(layer.Flops), Count(layer.Bytes));
        }

        _ = table.AddEmptyRow();
        _ = table.AddRow("total", "", "", Count(summary.Parameters), Count(summary.Flops), Count(summary.Bytes));
        console.Write(Bordered(console, table));
    }

    /// <summary>Some test images as pictures, each with what the network says and how sure it is; the last two are
    /// those of which it is least sure.</summary>
    public static void WritePictures(IAnsiConsole console, Network network, ImageSet test, string[] classNames)
    {
        float[][] confidences = network.Confidences(test);
        int[] leastSure = [.. Enumerable.Range(0, test.Count).OrderBy(i => confidences[i].Max()).Take(2)];
        IEnumerable<int> first = Enumerable.Range(0, test.Count).Except(leastSure).Take(Pictures - leastSure.Length);
        int[] shown = [.. first, .. leastSure];
        int perRow = Math.Clamp(console.Profile.Width / (test.Side + PictureMargin), 1, 4);
        foreach (int[] row in shown.Chunk(perRow))
        {
            var table = new Table { ShowHeaders = false };
            _ = table.AddColumns([.. row.Select(_ => "")]);
            _ = table.AddRow(row.Select(i => Draw(console, test.Image(i), test.Side)));
            _ = table.AddRow(row.Select(i => new Markup(Verdict(confidences[i], test.Labels[i], classNames))));
            console.Write(Bordered(console, table));
        }
    }

    /// <summary>The program's last line.</summary>
    public static void WriteAccuracy(IAnsiConsole console, double accuracy) =>
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy: {100 * accuracy:F1}%"));

    private static string Verdict(float[] confidences, int label, string[] classNames)
    {
        int said = Network.MostLikely(confidences);
        string sure = string.Create(CultureInfo.InvariantCulture, $"{100 * confidences[said]:F0}% sure");
        return said == label
            ? $"[green]{classNames[said]}[/], {sure}"
            : $"[red]{classNames[said]}[/], {sure}\nis {classNames[label]}";
    }

    /// <summary>A picture as the console can show it.</summary>
    public static IRenderable Draw(IAnsiConsole console, ReadOnlySpan<float> image, int side)
    {
        Capabilities can = console.Profile.Capabilities;
        return can is { Ansi: true, Unicode: true, ColorSystem: not ColorSystem.NoColors }
            ? new Markup(Picture.ToMarkup(image, side))
            : new Text(Picture.ToAscii(image, side));
    }

    private static Table Bordered(IAnsiConsole console, Table table) =>
        table.Border(console.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii);

    private static TableColumn Numeric(string title) => new TableColumn(title).RightAligned();

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
