using System.Text;
using DLCompiler.Data;
using DLCompiler.Training.Tests.Fitting;

namespace DLCompiler.Training.Tests.Reports;

public class TensorBoardTests
{
    /// <summary>The reader's own checksum against those of RFC 3720, appendix B.4, and the usual check value.</summary>
    [Fact]
    public void The_readers_checksum_is_the_standards()
    {
        Assert.Equal(0xE3069283u, EventFile.Crc32C("123456789"u8));
        Assert.Equal(0x8A9136AAu, EventFile.Crc32C(new byte[32]));
        Assert.Equal(0x62A8AB43u, EventFile.Crc32C([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, EventFile.Crc32C([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Fact]
    public void An_event_file_begins_with_its_version_and_has_curves_pictures_and_texts()
    {
        using var folder = new TemporaryFolder();
        var picture = new Image(3, 2, 3, Enumerable.Range(0, 18).Select(i => (byte)i).ToArray().AsSpan());
        string path;
        using (var writer = new TensorBoardWriter(folder["run"]))
        {
            path = writer.Path;
            writer.Scalar("loss", 7, 0.25);
            writer.Image("picture", 8, picture);
            writer.Text("note", 9, "grün **fett**");
            writer.Flush();
            Assert.Equal(4, EventFile.Read(path).Count);
        }

        Assert.Matches(@"^events\.out\.tfevents\.\d{10}\.[\w-]+\.\d+\.\d+$", Path.GetFileName(path));
        var events = EventFile.Read(path);
        Assert.Equal("brain.Event:2", events[0].Text(3));
        Assert.InRange(events[0].Double(1), 1.6e9, 1e10);

        Assert.Equal(7, events[1].Integer(2));
        var loss = events[1].Inner(5).Inner(1);
        Assert.Equal(("loss", 0.25f), (loss.Text(1), loss.Float(2)));

        var shown = events[2].Inner(5).Inner(1).Inner(4);
        Assert.Equal((2L, 3L, 3L), (shown.Integer(1), shown.Integer(2), shown.Integer(3)));
        using var png = new MemoryStream(shown.Bytes(4));
        Assert.Equal(picture.Samples.ToArray(), Image.Read(png, "picture").Samples.ToArray());

        var note = events[3].Inner(5).Inner(1);
        Assert.Equal("text", note.Inner(9).Inner(1).Text(1));
        Assert.Equal(7, note.Inner(8).Integer(1));
        Assert.Equal(1, note.Inner(8).Inner(2).Inner(2).Integer(1));
        Assert.Equal("grün **fett**", Encoding.UTF8.GetString(note.Inner(8).Bytes(8)));
    }

    [Fact]
    public void A_histogram_counts_every_finite_value_once()
    {
        using var folder = new TemporaryFolder();
        float[] values = [-3, -3, 0, 0, 0, 1e-30f, 2.5f, float.MaxValue, float.NaN, float.PositiveInfinity];
        string path;
        using (var writer = new TensorBoardWriter(folder.Path))
        {
            path = writer.Path;
            writer.Histogram("weights", 1, values);
            writer.Histogram("none", 1, []);
        }

        var events = EventFile.Read(path);
        var histogram = events[1].Inner(5).Inner(1).Inner(5);
        Assert.Equal((-3.0, (double)float.MaxValue, 8.0), (histogram.Double(1), histogram.Double(2), histogram.Double(3)));
        Assert.Equal(9 + 9 + 6.25 + Math.Pow(float.MaxValue, 2), histogram.Double(5), 1e-6 * Math.Pow(float.MaxValue, 2));
        double[] limits = histogram.Doubles(6), counts = histogram.Doubles(7);
        Assert.Equal(limits.Length, counts.Length);
        Assert.Equal(limits.Order().Distinct(), limits);
        Assert.Equal(8, counts.Sum());
        foreach (var same in values.Where(float.IsFinite).GroupBy(v => Array.FindIndex(limits, limit => v < limit)))
            Assert.Equal(same.Count(), counts[same.Key]);
        Assert.Equal(0, events[2].Inner(5).Inner(1).Inner(5).Doubles(7).Sum());
    }

    [Fact]
    public void A_run_is_shown_with_its_steps_epochs_and_parameters()
    {
        using var folder = new TemporaryFolder();
        using var log = new TensorBoardLog(folder["board"]);
        Spirals.Train(null, default, log);
        var values = Values(folder["board"]);
        Assert.Equal(Spirals.Epochs * 25, values["step/loss"].Count);
        Assert.Equal(values["step/loss"].Keys, values["step/gradient_norm"].Keys);
        string[] byEpoch =
            ["epoch/training_loss", "epoch/validation_loss", "epoch/accuracy", "weights/First.weight", "gradients/First.weight"];
        foreach (string tag in byEpoch)
            Assert.Equal(Enumerable.Range(1, Spirals.Epochs).Select(e => 25L * e), values[tag].Keys);
        Assert.Equal(64, values["gradients/First.weight"][25].Inner(5).Double(3));
        Assert.DoesNotContain("gradients/Center.running_mean", values.Keys);
    }

    [Fact]
    public void A_run_that_goes_on_says_from_where()
    {
        using var folder = new TemporaryFolder();
        using var first = new TensorBoardLog(folder["board"]);
        Spirals.Train(folder["run"], default, first, new StopAfter(30));
        string begun = Assert.Single(Directory.GetFiles(folder["board"]));
        Assert.DoesNotContain(EventFile.Read(begun), e => e.Has(7));
        using var second = new TensorBoardLog(folder["board"]);
        Spirals.Train(folder["run"], default, second);
        string resumed = Assert.Single(Directory.GetFiles(folder["board"]), f => f != begun);
        var session = EventFile.Read(resumed)[1];
        Assert.Equal((31L, 1L), (session.Integer(2), session.Inner(7).Integer(1)));
    }

    private static Dictionary<string, SortedDictionary<long, EventFile.Message>> Values(string folder)
    {
        var values = new Dictionary<string, SortedDictionary<long, EventFile.Message>>();
        foreach (var e in EventFile.Read(Assert.Single(Directory.GetFiles(folder))).Where(e => e.Has(5)))
        {
            var value = e.Inner(5).Inner(1);
            if (!values.TryGetValue(value.Text(1), out var curve)) values.Add(value.Text(1), curve = []);
            curve.Add(e.Integer(2), value);
        }

        return values;
    }
}

/// <summary>Ends a run after so many steps.</summary>
internal sealed class StopAfter(int steps) : FitCallback
{
    public override void OnStep(FitContext context, StepRecord step)
    {
        if (step.Step == steps) context.Stop();
    }
}
