namespace DLCompiler;

/// <summary>
/// A run as one page: curves, confusion matrix, worst mistakes, the network, its weights and where time goes. What is not given is not
/// shown. The page is a file that needs no other one, no network and no script; it is light or dark as the reader prefers, for
/// narrow and wide windows and for print.
/// </summary>
/// <example>
/// <code>
/// new HtmlReport { Title = "Digits", Summary = model.Summary, History = result.History, Confusion = matrix }.Save("report.html");
/// </code>
/// </example>
public sealed record HtmlReport
{
    /// <summary>What stands above it.</summary>
    public string Title { get; init; } = "Training";

    /// <summary>What the reader is to know besides, in paragraphs with empty lines between; null for nothing.</summary>
    public string? Notes { get; init; }

    /// <summary>The network.</summary>
    public ModelSummary? Summary { get; init; }

    /// <summary>The run.</summary>
    public RunHistory? History { get; init; }

    /// <summary>How often which class was predicted for which.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>What the classes are called; for classes beyond them, and where there are none, their numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Examples that the network takes for another class, as <see cref="DLCompiler.Mistakes"/> finds them.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    /// <summary>How weights and gradients are spread, as <see cref="ValueHistogram.OfAll"/> finds them.</summary>
    public IReadOnlyList<ValueHistogram> Parameters { get; init; } = [];

    /// <summary>Where time goes.</summary>
    public Profile? Profile { get; init; }

    /// <summary>The page, in HTML that is XML too.</summary>
    public string ToHtml() => new ReportPage(this).Write();

    /// <summary>Writes the page to a file, which appears whole or not at all.</summary>
    /// <param name="path">The file, which is replaced; its folder is made where it is missing.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path), beside = full + ".tmp";
        if (Path.GetDirectoryName(full) is { } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(beside, ToHtml());
        File.Move(beside, full, overwrite: true);
    }
}
