using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DLCompiler;

/// <summary>How far a run is: all that decides how it goes on, besides the trainer's own state.</summary>
internal sealed class FitProgress
{
    private const string Key = "run";
    private const string HistoryKey = "history";

    private double _lossSum;
    private long _examples;
    private long _examplesBefore;

    /// <summary>The epoch under way, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>The batch of it that comes next, from 0.</summary>
    public int Batch { get; private set; }

    /// <summary>The monitored number of the best epoch; NaN before the first.</summary>
    public double Best { get; set; } = double.NaN;

    /// <summary>That epoch, from 1; 0 before the first.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Whether no epoch is to follow.</summary>
    public bool IsStopped { get; set; }

    public RunHistory History { get; private init; } = new();

    /// <summary>The mean loss of the epoch's steps by examples.</summary>
    public double MeanLoss => _lossSum / _examples;

    /// <summary>The epoch's examples in this process: where it was taken up again, the others are not in its time.</summary>
    public long ExamplesHere => _examples - _examplesBefore;

    public void Add(float loss, int examples)
    {
        _lossSum += (double)loss * examples;
        _examples += examples;
        Batch++;
    }

    public void NextEpoch()
    {
        Epoch++;
        (Batch, _lossSum, _examples, _examplesBefore) = (0, 0, 0, 0);
    }

    /// <summary>The texts that a checkpoint keeps.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToTexts() =>
    [
        new(Key, new JsonObject
        {
            ["epoch"] = Epoch,
            ["batch"] = Batch,
            ["loss_sum"] = Text(_lossSum),
            ["examples"] = _examples,
            ["best"] = Text(Best),
            ["best_epoch"] = BestEpoch,
            ["stopped"] = IsStopped,
        }.ToJsonString()),
        new(HistoryKey, History.ToJson()),
    ];

    /// <summary>Reads what <see cref="ToTexts"/> gave.</summary>
    /// <exception cref="CheckpointException">The texts are of no run.</exception>
    public static FitProgress FromJson(IReadOnlyDictionary<string, string> texts)
    {
        try
        {
            var state = JsonNode.Parse(texts[Key])!.AsObject();
            long examples = (long)state["examples"]!;
            return new FitProgress
            {
                Epoch = (int)state["epoch"]!,
                Batch = (int)state["batch"]!,
                _lossSum = Number(state["loss_sum"]),
                _examples = examples,
                _examplesBefore = examples,
                Best = Number(state["best"]),
                BestEpoch = (int)state["best_epoch"]!,
                IsStopped = (bool)state["stopped"]!,
                History = RunHistory.FromJson(texts[HistoryKey]),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException
            or KeyNotFoundException)
        {
            throw new CheckpointException($"The checkpoint is of no run of Fit: {e.Message}", e);
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(JsonNode? node) => double.Parse((string)node!, CultureInfo.InvariantCulture);
}
