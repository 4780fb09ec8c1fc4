using System.Globalization;
using System.Xml.Linq;
using DLCompiler.Training.Tests.Fitting;

namespace DLCompiler.Training.Tests.Reports;

public class DiagramTests
{
    /// <summary>Two ways that meet, one with a way around; names with signs of markup; a layer that is called twice.</summary>
    private static readonly ModelSummary Ways = new(
        "Ways",
        new LayerSummary("Stem", "Conv2d", "[N, 16, H, W]", 448, 1, 1792, "image"),
        new LayerSummary("Left<T>", "Conv2d", "[N, 16, H, W]", 2320, 1, 1, "Stem"),
        new LayerSummary("Left2", "BatchNorm", "[N, 16, H, W]", 32, 1, 1, "Left<T>"),
        new LayerSummary("Right", "Conv2d", "[N, 16, H, W]", 2320, 1, 1, "Stem", "mask"),
        new LayerSummary("Shared", "Conv2d", "[N, 16, H, W]", 2320, 1, 1, "Left2", "Stem"),
        new LayerSummary("Shared", "Conv2d", "[N, 16, H, W]", 0, 1, 1, "Shared"),
        new LayerSummary("Join", "Linear", "[N, 10]", 1, 1, 1, "Shared", "Right", "Stem", "image"),
        new LayerSummary("Extra", "Linear", "[N, 10]", 1, 1, 1, "late"),
        new LayerSummary("Sum", "Linear", "[N, 10]", 1, 1, 1, "Extra", "Join"));

    [Fact]
    public void A_small_network_in_mermaid() => Assert.Equal(
        """
        flowchart TB
          n0(["point"])
          n1["First<br/>Linear → [N, 32]<br/>96 parameters"]
          n2["Center<br/>BatchNorm → [N, 32]<br/>64 parameters"]
          n3["Second<br/>Linear → [N, 32]<br/>1,056 parameters"]
          n4["Classify<br/>Linear → [N, 2]<br/>66 parameters"]
          n0 --> n1
          n1 --> n2
          n2 --> n3
          n3 --> n4

        """, new SpiralNet().Diagram().ToMermaid());

    [Fact]
    public void Equal_blocks_are_one_with_its_layers() => Assert.Equal(
        """
        flowchart TB
          n0(["image"])
          n1["Embed<br/>Linear → [N, 48]<br/>6,960 parameters"]
          subgraph n2["Blocks × 4<br/>MixBlock → [N, 48]<br/>4 × 9,456 parameters"]
            n2_0(["input"])
            n2_1["Center<br/>LayerNorm → [N, 48]<br/>96 parameters"]
            n2_2["Widen<br/>Linear → [N, 96]<br/>4,704 parameters"]
            n2_3["Narrow<br/>Linear → [N, 48]<br/>4,656 parameters"]
            n2_0 --> n2_1
            n2_1 --> n2_2
            n2_2 --> n2_3
          end
          n3["Last<br/>LayerNorm → [N, 48]<br/>96 parameters"]
          n4["Classify<br/>Linear → [N, 10]<br/>490 parameters"]
          n0 --> n1
          n1 --> n2
          n2 --> n3
          n1 --> n3
          n3 --> n4

        """, new MixNet().Diagram().ToMermaid());

    [Fact]
    public void Options_expand_blocks_or_hide_their_layers()
    {
        string expanded = new MixNet().Diagram(new DiagramOptions { ExpandsRepeats = true }).ToMermaid();
        Assert.Equal(4, expanded.Split("subgraph").Length - 1);
        Assert.Contains("[\"Blocks.3<br/>MixBlock → [N, 48]<br/>9,456 parameters\"]", expanded, StringComparison.Ordinal);
        string hidden = new MixNet().Diagram(new DiagramOptions { ShowsInnerLayers = false }).ToMermaid();
        Assert.DoesNotContain("subgraph", hidden, StringComparison.Ordinal);
        Assert.Contains("n2[\"Blocks × 4<br/>", hidden, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_that_differ_or_do_not_follow_each_other_are_not_one()
    {
        static LayerSummary[] Block(string name, string from, string shape = "[N, 8]") =>
        [
            new LayerSummary(name + ".Inner", "Linear", "[N, 8]", 72, 1, 1, "input"),
            new LayerSummary(name, "Block", shape, 0, 1, 1, from),
        ];
        string text = Diagram.Of(new ModelSummary(
            "Rows",
            [.. Block("A.0", "x"), .. Block("A.1", "A.0"), .. Block("A.2", "A.1", "[N, 4]"), .. Block("B0", "x"), .. Block("B1", "x")]))
            .ToMermaid();
        string[] titles = [.. text.Split('\n')
            .Where(l => l.Contains("subgraph", StringComparison.Ordinal)).Select(l => l.Split('"', '<')[1])];
        Assert.Equal(["A × 2", "A.2", "B0", "B1"], titles);
    }

    [Fact]
    public void A_picture_is_xml_and_its_boxes_are_apart()
    {
        Check(Diagram.Of(Ways));
        Check(new SpiralNet().Diagram());
        Check(new MixNet().Diagram());
        Check(new MixNet().Diagram(new DiagramOptions { ExpandsRepeats = true }));
        Check(Diagram.Of(new ModelSummary("Empty")));
        Assert.Contains("Left&lt;T&gt;", Diagram.Of(Ways).ToSvg(), StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", Diagram.Of(Ways).ToSvg(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Boxes_of_any_network_are_apart(int seed)
    {
        var random = new Random(seed);
        var layers = new List<LayerSummary>();
        for (int i = 0; i < 30; i++)
        {
            string[] from = [.. Enumerable.Range(0, 1 + random.Next(3))
                .Select(_ => i == 0 || random.Next(9) == 0 ? "x" : layers[random.Next(i)].Name).Distinct()];
            layers.Add(new LayerSummary($"L{new string('a', random.Next(20))}{i}", "Linear", "[N, 8]", random.Next(9999), 1, 1, from));
        }

        Check(Diagram.Of(new ModelSummary("Any", [.. layers])));
    }

    /// <summary>Boxes do not overlap, but for a frame and what is in it; and no edge goes through a box that it has no end at.</summary>
    private static void Check(Diagram diagram)
    {
        var svg = XDocument.Parse(diagram.ToSvg()).Root!;
        var rects = svg.Descendants().Where(e => e.Name.LocalName == "rect").ToList();
        var boxes = rects.Where(r => (string?)r.Attribute("class") is "node" or "input").Select(Box).ToList();
        var groups = rects.Where(r => (string?)r.Attribute("class") == "group").Select(Box).ToList();
        double[] view = [.. ((string)svg.Attribute("viewBox")!).Split(' ').Select(Number)];
        for (int i = 0; i < boxes.Count; i++)
        {
            Assert.True(boxes[i].Left >= view[0] && boxes[i].Right <= view[0] + view[2] && boxes[i].Bottom <= view[1] + view[3]);
            for (int j = 0; j < i; j++) Assert.False(boxes[i].Overlaps(boxes[j]), $"{boxes[i]} {boxes[j]}");
            Assert.All(groups, g => Assert.True(!g.Overlaps(boxes[i]) || g.Holds(boxes[i]), $"{g} {boxes[i]}"));
        }

        foreach (var path in svg.Descendants().Where(e => (string?)e.Attribute("class") == "edge"))
        {
            foreach (var (x, y) in Samples((string)path.Attribute("d")!)) Assert.DoesNotContain(boxes, b => b.IsWithin(x, y));
        }
    }

    private static Rectangle Box(XElement rect)
    {
        double Get(string name) => Number((string)rect.Attribute(name)!);
        return new Rectangle(Get("x"), Get("y"), Get("x") + Get("width"), Get("y") + Get("height"));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Points along a path of straight lines and cubic curves.</summary>
    private static IEnumerable<(double X, double Y)> Samples(string path)
    {
        (double X, double Y) at = default;
        string apart = path.Replace("C", "|C", StringComparison.Ordinal).Replace("L", "|L", StringComparison.Ordinal);
        foreach (string part in apart.Split('|', StringSplitOptions.TrimEntries))
        {
            (double X, double Y)[] points = [.. part[1..].Split(' ').Select(p => p.Split(',')).Select(p => (Number(p[0]), Number(p[1])))];
            for (int i = 0; i <= 20 && part[0] != 'M'; i++)
            {
                double t = i / 20.0, s = 1 - t;
                yield return part[0] == 'L'
                    ? ((s * at.X) + (t * points[0].X), (s * at.Y) + (t * points[0].Y))
                    : (Cubic(at.X, points[0].X, points[1].X, points[2].X, t), Cubic(at.Y, points[0].Y, points[1].Y, points[2].Y, t));
            }

            at = points[^1];
        }

        static double Cubic(double a, double b, double c, double d, double t) =>
            (Math.Pow(1 - t, 3) * a) + (3 * t * Math.Pow(1 - t, 2) * b) + (3 * t * t * (1 - t) * c) + (t * t * t * d);
    }

    private sealed record Rectangle(double Left, double Top, double Right, double Bottom)
    {
        private const double Slack = 0.02;

        public bool Overlaps(Rectangle other) =>
            Left < other.Right - Slack && other.Left < Right - Slack && Top < other.Bottom - Slack && other.Top < Bottom - Slack;

        public bool Holds(Rectangle other) => Left <= other.Left && Right >= other.Right && Top <= other.Top && Bottom >= other.Bottom;

        public bool IsWithin(double x, double y) => x > Left + Slack && x < Right - Slack && y > Top + Slack && y < Bottom - Slack;
    }
}
