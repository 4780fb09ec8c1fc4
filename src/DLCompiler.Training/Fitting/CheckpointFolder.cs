using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DLCompiler;

/// <summary>
/// The last checkpoints of a run, as files that are called by their step. Each appears whole or not at all, and is only taken up
/// where its checksum holds: a process may be killed at any moment.
/// </summary>
internal sealed partial class CheckpointFolder
{
    private const string Prefix = "step-";
    private const string Suffix = ".safetensors";
    private const string Temporary = ".tmp";

    private readonly CheckpointOptions _options;
    private readonly ILogger? _logger;

    public CheckpointFolder(CheckpointOptions options, ILogger? logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Keep, 1, nameof(options));
        if (options.EverySteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(options));
        (_options, _logger) = (options, logger);
        Directory.CreateDirectory(options.Folder);
        foreach (string left in Directory.GetFiles(options.Folder, "*" + Temporary)) File.Delete(left);
    }

    /// <summary>Writes a checkpoint, and deletes those that are too many.</summary>
    public void Save(Trainer trainer, IEnumerable<KeyValuePair<string, string>> texts)
    {
        string name = Prefix + trainer.StepCount.ToString("D10", CultureInfo.InvariantCulture) + Suffix;
        string path = Path.Combine(_options.Folder, name);
        trainer.SaveCheckpoint(path, [.. texts, .. _options.Texts]);
        if (_logger is not null) LogSaved(_logger, path);
        foreach (string old in Newest().Skip(_options.Keep)) File.Delete(old);
    }

    /// <summary>Takes up the newest checkpoint that is not damaged.</summary>
    /// <returns>Its texts; null where there is none, or a run is to begin anew.</returns>
    /// <exception cref="CheckpointException">There are checkpoints, and none fits.</exception>
    public IReadOnlyDictionary<string, string>? Resume(Trainer trainer)
    {
        var problems = new List<CheckpointException>();
        foreach (string path in Newest())
        {
            if (!_options.Resume)
            {
                File.Delete(path);
                continue;
            }

            try
            {
                var texts = trainer.LoadCheckpoint(path);
                if (_logger is not null) LogResumed(_logger, path);
                return texts;
            }
            catch (CheckpointException problem)
            {
                problems.Add(problem);
                if (_logger is not null) LogSkipped(_logger, problem.Message);
            }
        }

        if (problems.Count == 0) return null;
        throw new CheckpointException(
            $"{problems[0].Message} None of the {problems.Count} checkpoints in {_options.Folder} can be taken up; "
            + "another folder, or Resume = false, begins a new run.",
            problems[0]);
    }

    private List<string> Newest() =>
        [.. Directory.GetFiles(_options.Folder, Prefix + "*" + Suffix).OrderByDescending(f => f, StringComparer.Ordinal)];

    [LoggerMessage(Level = LogLevel.Debug, Message = "Wrote the checkpoint {Path}")]
    private static partial void LogSaved(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "Goes on from the checkpoint {Path}")]
    private static partial void LogResumed(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leaves a checkpoint out: {Problem}")]
    private static partial void LogSkipped(ILogger logger, string problem);
}
