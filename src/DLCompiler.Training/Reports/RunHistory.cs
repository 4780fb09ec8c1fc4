using System.Globalization;
using System.Text.Json.Nodes;

namespace DLCompiler;

/// <summary>A step of a run.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Loss">The loss before it.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="GradientNorm">The norm of all gradients before it was limited; NaN where it is not.</param>
public sealed record StepRecord(long Step, float Loss, float LearningRate, float GradientNorm);

/// <summary>An epoch of a run.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Step">The steps until its end.</param>
/// <param name="TrainingLoss">The mean loss of its steps, each before it.</param>
/// <param name="ValidationLoss">The mean loss of the validation data; NaN where there are none.</param>
/// <param name="Metrics">Of the validation data, by name.</param>
/// <param name="LearningRate">The learning rate at its end.</param>
/// <param name="Seconds">How long it took, its validation included.</param>
/// <param name="ExamplesPerSecond">Of its steps.</param>
public sealed record EpochRecord(
    int Epoch, long Step, double TrainingLoss, double ValidationLoss, IReadOnlyDictionary<string, double> Metrics,
    float LearningRate, double Seconds, double ExamplesPerSecond);

/// <summary>What happened in a run. Of long runs, evenly many steps are kept.</summary>
public sealed class RunHistory
{
    /// <summary>When more steps are there, every second one is left out, and so on from there.</summary>
    private const int MostSteps = 2000;

    private readonly List<StepRecord> _steps = [];
    private readonly List<EpochRecord> _epochs = [];
    private long _stride = 1;

    /// <summary>The steps that are kept: those whose number is a multiple of a power of two.</summary>
    public IReadOnlyList<StepRecord> Steps => _steps;

    /// <summary>All epochs.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>Adds a step, unless it is left out.</summary>
    public void Add(StepRecord step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Step % _stride != 0) return;
        _steps.Add(step);
        if (_steps.Count <= MostSteps) return;
        _stride *= 2;
        _steps.RemoveAll(s => s.Step % _stride != 0);
    }

    /// <summary>Adds an epoch.</summary>
    public void Add(EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        _epochs.Add(epoch);
    }

    /// <summary>The same as JSON: numbers come back to the bit; one that is no number is null.</summary>
    public string ToJson() => new JsonObject
    {
        ["stride"] = _stride,
        ["steps"] = new JsonArray([.. _steps.Select(s =>
            new JsonArray(s.Step, Json(s.Loss), Json(s.LearningRate), Json(s.GradientNorm)))]),
        ["epochs"] = new JsonArray([.. _epochs.Select(e => new JsonObject
        {
            ["epoch"] = e.Epoch,
            ["step"] = e.Step,
            ["training_loss"] = Json(e.TrainingLoss),
            ["validation_loss"] = Json(e.ValidationLoss),
            ["metrics"] = new JsonObject(e.Metrics.Select(m => new KeyValuePair<string, JsonNode?>(m.Key, Json(m.Value)))),
            ["learning_rate"] = Json(e.LearningRate),
            ["seconds"] = Json(e.Seconds),
            ["examples_per_second"] = Json(e.ExamplesPerSecond),
        })]),
    }.ToJsonString();

    /// <summary>Reads what <see cref="ToJson"/> gave.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static RunHistory FromJson(string json)
    {
        try
        {
            var root = JsonNode.Parse(json)!.AsObject();
            var history = new RunHistory { _stride = (long)root["stride"]! };
            foreach (var step in root["steps"]!.AsArray())
            {
                var s = step!.AsArray();
                history._steps.Add(new StepRecord((long)s[0]!, (float)Number(s[1]), (float)Number(s[2]), (float)Number(s[3])));
            }

            foreach (var epoch in root["epochs"]!.AsArray())
            {
                var e = epoch!.AsObject();
                history._epochs.Add(new EpochRecord(
                    (int)e["epoch"]!, (long)e["step"]!, Number(e["training_loss"]), Number(e["validation_loss"]),
                    e["metrics"]!.AsObject().ToDictionary(m => m.Key, m => Number(m.Value)),
                    (float)Number(e["learning_rate"]), Number(e["seconds"]), Number(e["examples_per_second"])));
            }

            return history;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new FormatException($"This is no history of a run: {e.Message}", e);
        }
    }

    /// <summary>As text, which keeps infinities too.</summary>
    private static JsonValue? Json(double value) =>
        double.IsNaN(value) ? null
        : double.IsFinite(value) ? JsonValue.Create(value)
        : JsonValue.Create(value.ToString(CultureInfo.InvariantCulture));

    private static double Number(JsonNode? node) =>
        node is null ? double.NaN
        : node.GetValueKind() == System.Text.Json.JsonValueKind.String ? double.Parse((string)node!, CultureInfo.InvariantCulture)
        : (double)node;
}
