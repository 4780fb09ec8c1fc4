using System.Globalization;
using System.Text;
using DLCompiler.Data;

namespace DLCompiler;

/// <summary>
/// Writes an event file of TensorBoard: curves, histograms, pictures and texts by tag and step. It may be called from several
/// threads.
/// </summary>
/// <remarks>
/// A file of records, each a message <c>Event</c> of tensorflow/core/util/event.proto whose <c>Summary</c> is that of
/// tensorflow/core/framework/summary.proto.
/// </remarks>
/// <example>
/// <code>
/// using var board = new TensorBoardWriter("runs/first");
/// board.Scalar("loss", step: 1, value: 0.25);
/// </code>
/// </example>
public sealed class TensorBoardWriter : IDisposable
{
    private const string FileVersion = "brain.Event:2";
    private const int StringType = 7; // DT_STRING

    private static int Files;

    private readonly Lock _writing = new();
    private readonly FileStream _file;
    private readonly TimeProvider _time;

    /// <param name="folder">The folder of the run, which is made where it is missing. Each writer adds a file of its own.</param>
    /// <param name="firstStep">
    /// Where a run is taken up again: what other files in the folder tell of this step and later ones is not shown. Null for a new
    /// run.
    /// </param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public TensorBoardWriter(string folder, long? firstStep = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _time = time ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, FileName());
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        WriteEvent(0, e => e.Text(3, FileVersion));
        if (firstStep is { } step) WriteEvent(step, e => e.Message(7, session => session.Integer(1, 1))); // SessionLog.START
        Flush();
    }

    /// <summary>The file: <c>events.out.tfevents.</c>, the time in seconds, the machine, the process, a number.</summary>
    public string Path { get; }

    /// <summary>A point of a curve.</summary>
    /// <param name="tag">The curve's name; a slash makes groups.</param>
    /// <param name="step">The step.</param>
    /// <param name="value">The value, which is kept as a float.</param>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Scalar(string tag, long step, double value) => WriteValue(tag, step, v => v.Float(2, (float)value));

    /// <summary>How values are spread. Those that are NaN or infinite are left out.</summary>
    /// <inheritdoc cref="Scalar" path="/exception"/>
    /// <param name="tag">The histogram's name; a slash makes groups.</param>
    /// <param name="step">The step.</param>
    /// <param name="values">The values, in any order.</param>
    public void Histogram(string tag, long step, ReadOnlySpan<float> values)
    {
        var histogram = SummaryHistogram.Of(values);
        WriteValue(tag, step, v => v.Message(5, histogram.Write));
    }

    /// <summary>A picture, as PNG.</summary>
    /// <inheritdoc cref="Scalar" path="/exception"/>
    /// <param name="tag">The picture's name; a slash makes groups.</param>
    /// <param name="step">The step.</param>
    /// <param name="image">The picture.</param>
    public void Image(string tag, long step, Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        WriteValue(tag, step, v => v.Message(4, i =>
        {
            i.Integer(1, image.Height);
            i.Integer(2, image.Width);
            i.Integer(3, image.Channels); // 1 is gray, 3 RGB, 4 RGBA
            i.Bytes(4, image.ToPng());
        }));
    }

    /// <summary>A text, in Markdown.</summary>
    /// <inheritdoc cref="Scalar" path="/exception"/>
    /// <param name="tag">The text's name; a slash makes groups.</param>
    /// <param name="step">The step.</param>
    /// <param name="text">The text.</param>
    public void Text(string tag, long step, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        WriteValue(tag, step, v =>
        {
            v.Message(8, tensor => // TensorProto, of the shape [1]
            {
                tensor.Integer(1, StringType);
                tensor.Message(2, shape => shape.Message(2, axis => axis.Integer(1, 1)));
                tensor.Bytes(8, Encoding.UTF8.GetBytes(text));
            });
            v.Message(9, metadata => metadata.Message(1, plugin => plugin.Text(1, "text")));
        });
    }

    /// <summary>Writes to the disk what is held back; closing does so too.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Flush()
    {
        lock (_writing) _file.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_writing) _file.Dispose();
    }

    private void WriteValue(string tag, long step, Action<MessageWriter> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        WriteEvent(step, e => e.Message(5, summary => summary.Message(1, value =>
        {
            value.Text(1, tag);
            content(value);
        })));
    }

    private void WriteEvent(long step, Action<MessageWriter> what)
    {
        double seconds = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        byte[] message = MessageWriter.Message(e =>
        {
            e.Double(1, seconds);
            e.Integer(2, step);
            what(e);
        });
        lock (_writing) RecordWriter.Write(_file, message);
    }

    private string FileName()
    {
        long seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        int number = Interlocked.Increment(ref Files);
        return string.Create(
            CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.{Machine()}.{Environment.ProcessId}.{number}");
    }

    private static string Machine() =>
        string.Concat(Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
}
