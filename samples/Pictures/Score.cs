using System.Globalization;
using MathNet.Numerics.Statistics;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>One way's numbers, a run each: 0 to 1.</summary>
/// <param name="Name">What the way is called.</param>
/// <param name="Values">The numbers.</param>
internal sealed record Score(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Their mean.</summary>
    public double Mean => Values.Mean();

    /// <summary>Their standard deviation from run to run; not a number of one.</summary>
    public double Deviation => Values.StandardDeviation();

    /// <summary>A table of several ways, each beside the first.</summary>
    /// <param name="console">Where it is shown.</param>
    /// <param name="title">What the numbers are, above the table.</param>
    /// <param name="ways">The baseline, and what is to beat it.</param>
    public static void Write(IAnsiConsole console, string title, params IReadOnlyList<Score> ways)
    {
        Table table = Bordered(console).AddColumn("");
        _ = table.AddColumn(Right("mean")).AddColumn(Right("deviation")).AddColumn(Right("gain"));
        foreach (Score way in ways)
        {
            string gain = way == ways[0] ? "" : Points(way.Mean - ways[0].Mean, "+0.0;-0.0");
            _ = table.AddRow(Markup.Escape(way.Name), Points(way.Mean), Points(way.Deviation), gain);
        }

        console.WriteLine(title);
        console.Write(table);
    }

    /// <summary>An empty table with the border that the terminal can draw.</summary>
    public static Table Bordered(IAnsiConsole console) =>
        new Table().Border(console.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii);

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Points(double share, string format = "0.0") =>
        double.IsNaN(share) ? "" : (100 * share).ToString(format, CultureInfo.InvariantCulture);
}
