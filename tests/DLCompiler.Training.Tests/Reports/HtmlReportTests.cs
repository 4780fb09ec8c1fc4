using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using DLCompiler.Data;
using DLCompiler.Training.Tests.Fitting;

namespace DLCompiler.Training.Tests.Reports;

public partial class HtmlReportTests
{
    private const string Hostile = "<script>alert('x')</script> & \"quotes\" \u0001";

    [Fact]
    public void A_run_writes_a_page_that_stands_alone()
    {
        using var folder = new TemporaryFolder();
        using var report = new ReportWriter(folder["a/report.html"])
        {
            ClassNames = ["inner", "outer"],
            Notes = "Two\nlines.\n\nAnd more.",
        };
        var sizes = new List<long>();
        Spirals.Train(null, default, report, new AfterEpoch(() => sizes.Add(new FileInfo(folder["a/report.html"]).Length)));
        Assert.Equal(Spirals.Epochs, sizes.Count);
        var page = Check(File.ReadAllText(folder["a/report.html"]));
        Assert.Equal(["Notes", "Curves", "Classes", "Network", "Weights and gradients", "Time by kernel"], Texts(page, "h2"));
        string[] charts = Texts(page, "figcaption");
        string[] wanted = ["Loss", "accuracy", "Learning rate", "Norm of the gradients", "First.weight", "First.weight (gradient)"];
        foreach (string name in wanted)
            Assert.Contains(charts, c => c.StartsWith(name, StringComparison.Ordinal));
        Assert.Contains("SpiralNet", Texts(page, "h1"));
        Assert.Equal(["a"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Mistakes_are_the_surest_ones_first_with_their_pictures()
    {
        using var folder = new TemporaryFolder();
        var (training, _) = Digits.Make(600, 1);
        var (validation, pictures) = Digits.Make(300, 2);
        string[] names = [.. "0123456789".Select(c => $"digit {c}")];
        var options = new MistakeOptions { Count = 12, ClassNames = names, Picture = i => pictures[i] };
        using var report = new ReportWriter(folder["report.html"])
        {
            Title = "Digits",
            ClassNames = options.ClassNames,
            Mistakes = model => Mistakes.Find(model, validation, options),
        };
        var model = new MixNet(seed: 3);
        var matrix = new ConfusionMatrix(10);
        model.CreateTrainer(new AdamW(2e-3f), new TrainerOptions { Seed = 4, ClipNorm = 1 }).Fit(training, validation, new FitOptions
        {
            Epochs = 6,
            Metrics = [FitMetric.Accuracy(matrix)],
            Callbacks = [report],
            ShowsProgress = false,
            KeepBest = false,
        });

        var all = Mistakes.Find(model, validation, options with { Count = 1000 });
        Assert.Equal(matrix.Count - (long)Math.Round(matrix.Accuracy * matrix.Count), all.Count);
        Assert.NotEmpty(all);
        Assert.Equal(all.Select(m => m.Confidence).OrderDescending(), all.Select(m => m.Confidence));
        var results = new BatchResults();
        foreach (var mistake in all)
        {
            int example = int.Parse(mistake.Text["example ".Length..], CultureInfo.InvariantCulture);
            Assert.Same(pictures[example], mistake.Picture);
            Assert.Equal($"digit {validation.Ints("label")[example]}", mistake.Actual);
            Assert.NotEqual(mistake.Actual, mistake.Predicted);
            Assert.InRange(mistake.Confidence, 0.1, 1);
        }

        var page = Check(File.ReadAllText(folder["report.html"]));
        Assert.Equal(Math.Min(12, all.Count), page.Descendants("img").Count());
        Assert.StartsWith("data:image/png;base64,", (string)page.Descendants("img").First().Attribute("src")!, StringComparison.Ordinal);
        Assert.Contains("Worst mistakes", Texts(page, "h2"));
    }

    [Fact]
    public void Text_of_the_user_is_text()
    {
        var matrix = new ConfusionMatrix(2);
        matrix.Add(0, 1);
        var history = new RunHistory();
        var metrics = new Dictionary<string, double> { [Hostile] = 0.5 };
        history.Add(new EpochRecord(1, 10, 1, 2, metrics, 0.1f, 1, 10));
        var page = Check(new HtmlReport
        {
            Title = Hostile,
            Notes = Hostile,
            Summary = new ModelSummary(Hostile, new LayerSummary(Hostile, Hostile, Hostile, 1, 1, 4, Hostile)),
            History = history,
            Confusion = matrix,
            ClassNames = [Hostile],
            Mistakes = [new Mistake(null, Hostile, Hostile, Hostile, 0.9)],
            Parameters = [ValueHistogram.Of(Hostile, [1, 2])],
        }.ToHtml());
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName == "script");
        Assert.Equal(Hostile.Replace('\u0001', '\uFFFD'), Texts(page, "h1")[0]);
    }

    [Fact]
    public void What_is_missing_or_not_a_number_is_left_out()
    {
        Assert.Empty(Texts(Check(new HtmlReport().ToHtml()), "section"));
        var history = new RunHistory();
        Check(new HtmlReport { History = history }.ToHtml());
        history.Add(new StepRecord(1, float.NaN, 0, float.NaN));
        history.Add(new StepRecord(2, float.PositiveInfinity, 0, float.NaN));
        Check(new HtmlReport { History = history }.ToHtml());
        var metrics = new Dictionary<string, double> { ["f1"] = double.NaN };
        history.Add(new EpochRecord(1, 2, double.NaN, double.NaN, metrics, 0, 0, double.NaN));
        var nothing = new HtmlReport
        {
            History = history,
            Confusion = new ConfusionMatrix(3),
            Parameters = [ValueHistogram.Of("none", [])],
        };
        var page = Check(nothing.ToHtml());
        Assert.DoesNotContain("Classes", Texts(page, "h2"));
        Assert.DoesNotContain("NaN", page.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_classes_are_a_map_without_numbers()
    {
        var matrix = new ConfusionMatrix(120);
        for (int i = 0; i < 120; i++) matrix.Add(i, i);
        matrix.Add(3, 4);
        var page = Check(new HtmlReport { Confusion = matrix }.ToHtml());
        Assert.Equal(121, page.Descendants("rect").Count(r => (string?)r.Attribute("class") is "right" or "wrong"));
    }

    [Fact]
    public void A_histogram_counts_every_value_once()
    {
        var histogram = ValueHistogram.Of("w", [0, 0.5f, 1, 1, float.NaN], bins: 4);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], histogram.Edges);
        Assert.Equal([1, 0, 1, 2], histogram.Counts);
        Assert.Equal((1, 0.625), (histogram.NotFinite, histogram.Mean));
        Assert.Equal(3, ValueHistogram.Of("same", [2, 2, 2]).Counts.Sum());
        Assert.Equal(0, ValueHistogram.Of("none", []).Counts.Sum());
        Assert.Equal(2, ValueHistogram.Of("far", [float.MinValue, float.MaxValue]).Counts.Sum());
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueHistogram.Of("w", [1], bins: 0));
    }

    [Fact]
    public void Scores_that_are_none_are_refused()
    {
        var points = new Dataset { { "point", new float[8], 2 }, { "label", new int[12], 3 } };
        var problem = Assert.Throws<ArgumentException>(() => Mistakes.Find(new SpiralNet(), points));
        Assert.StartsWith(
            "'logits' has 8 scores for 12 labels of 'label': a score a class is wanted.", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Text and graphics keep the contrast of WCAG 2.1, in both colour schemes.</summary>
    [Fact]
    public void Colours_are_told_apart_from_what_is_behind_them()
    {
        string html = new HtmlReport().ToHtml();
        var schemes = RootColours().Matches(html)
            .Select(m => Colour().Matches(m.Value).ToDictionary(c => c.Groups[1].Value, c => Luminance(c.Groups[2].Value)))
            .ToList();
        Assert.Equal(2, schemes.Count);
        foreach (var colours in schemes)
        {
            foreach (string page in (string[])["page", "card", "cell", "right", "wrong", "bar"]) Least(4.5, colours["ink"], colours[page]);
            foreach (string page in (string[])["page", "card", "cell"]) Least(4.5, colours["soft"], colours[page]);
            foreach (string line in (string[])["blue", "orange", "green", "pink"]) Least(4.5, colours[line], colours["card"]);
        }

        static void Least(double least, double one, double other) =>
            Assert.InRange((Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05), least, 21);

        static double Luminance(string colour)
        {
            double[] parts = [.. Convert.FromHexString(colour).Select(b => b / 255.0)];
            double[] linear = [.. parts.Select(p => p <= 0.04045 ? p / 12.92 : Math.Pow((p + 0.055) / 1.055, 2.4))];
            return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
        }
    }

    [GeneratedRegex(@":root\{[^}]*\}")]
    private static partial Regex RootColours();

    [GeneratedRegex("--([a-z]+):#([0-9a-f]{6})")]
    private static partial Regex Colour();

    private static string[] Texts(XElement page, string element) => [.. page.Descendants(element).Select(e => e.Value)];

    /// <summary>The page as XML, in which nothing refers to anything outside.</summary>
    private static XElement Check(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var page = XDocument.Load(reader).Root!;
        Assert.Equal("html", page.Name.LocalName);
        foreach (var element in page.DescendantsAndSelf())
        {
            Assert.DoesNotContain(element.Name.LocalName, (string[])["script", "link", "iframe", "object", "base"]);
            foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
            {
                bool isData = attribute.Value.StartsWith("data:", StringComparison.Ordinal);
                Assert.True(isData || !attribute.Value.Contains("http", StringComparison.Ordinal), $"{attribute}");
                Assert.False(attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            }
        }

        foreach (var style in page.Descendants().Where(e => e.Name.LocalName == "style"))
        {
            Assert.DoesNotContain("@import", style.Value, StringComparison.Ordinal);
            Assert.DoesNotContain("url(", style.Value, StringComparison.Ordinal);
        }

        return page;
    }

    private sealed class AfterEpoch(Action action) : FitCallback
    {
        public override void OnEpoch(FitContext context, EpochRecord epoch) => action();
    }
}
