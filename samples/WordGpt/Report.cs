using System.Globalization;
using Spectre.Console;

namespace DLCompiler.Samples.Words;

/// <summary>What the program prints before and after training.</summary>
internal sealed class Report(IAnsiConsole console, WordList words)
{
    private readonly HashSet<string> _training = [.. words.Training];
    private readonly HashSet<string> _validation = [.. words.Validation];

    /// <summary>The words and the network.</summary>
    public void WriteStart(ModelSummary summary)
    {
        int all = words.Training.Length + words.Validation.Length;
        Line($"{all:N0} words of {words.Source}, {words.Validation.Length:N0} of them held out");
        Line($"{summary.Name}: {WordGpt.Depth} blocks, {WordGpt.Width} wide, {summary.Parameters:N0} parameters");
    }

    /// <summary>Words that were drawn.</summary>
    public void WriteDrawn(Options options, IReadOnlyList<string> drawn)
    {
        var sampling = options.Sampling;
        string top = (sampling.TopK is { } k ? $", of the {k} likeliest signs" : "")
            + (sampling.TopP < 1 ? string.Create(CultureInfo.InvariantCulture, $", of the likeliest {sampling.TopP:P0}") : "");
        Line($"made up, temperature {sampling.Temperature}{top}; words that exist are green, those never shown underlined:");
        var grid = new Grid();
        int columns = Math.Clamp(console.Profile.Width / 18, 1, 6);
        for (int i = 0; i < columns; i++) _ = grid.AddColumn();
        foreach (string[] row in drawn.Chunk(columns)) _ = grid.AddRow([.. row.Select(w => new Markup(Colored(w)))]);
        console.Write(grid);
    }

    /// <summary>Words that a beam search found.</summary>
    public void WriteSearched(Options options, IEnumerable<ScoredWord> found)
    {
        string start = options.Start.Length == 0 ? "" : $" that begin with {options.Start}";
        Line($"likeliest words{start}, by a search with {options.Beams} beams:");
        foreach (var (word, logProbability) in found)
        {
            string probability = Math.Exp(logProbability).ToString("P3", CultureInfo.InvariantCulture);
            console.MarkupLine($"  {Colored(word)} {probability}");
        }
    }

    /// <summary>The program's last line.</summary>
    public void WriteBits(double bits, double bigram) => Line(
        $"validation: {bits:F3} bits a character; bigrams {bigram:F3}, so {(bigram - bits) / bigram:P1} fewer");

    private string Colored(string word) =>
        _training.Contains(word) ? $"[green]{word}[/]" : _validation.Contains(word) ? $"[green underline]{word}[/]" : word;

    private void Line(FormattableString text) => console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
