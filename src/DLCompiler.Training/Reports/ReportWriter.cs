namespace DLCompiler;

/// <summary>
/// Writes the <see cref="HtmlReport"/> of a run at its end, and after each epoch, so that one can look while it goes on.
/// </summary>
/// <remarks>
/// The confusion matrix is that of the run's metric, and so of the last epoch, also where the weights of an earlier one are kept; the
/// gradients are those of the last step.
/// </remarks>
/// <example>
/// <code>
/// var report = new ReportWriter("run/report.html")
/// {
///     ClassNames = names,
///     Mistakes = model => Mistakes.Find(model, validation, new MistakeOptions { ClassNames = names }),
/// };
/// trainer.Fit(training, validation, new FitOptions { Metrics = [FitMetric.Accuracy(names.Length)], Callbacks = [report] });
/// </code>
/// </example>
/// <param name="path">The file, which is replaced; its folder is made where it is missing.</param>
public sealed class ReportWriter(string path) : FitCallback, IDisposable
{
    private Profile? _profile;
    private int _steps;

    /// <summary>What stands above it; null for the network's name.</summary>
    public string? Title { get; init; }

    /// <summary>What the reader is to know besides; null for nothing.</summary>
    public string? Notes { get; init; }

    /// <summary>What the classes are called.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Finds the mistakes to show, for each report anew; null for none.</summary>
    public Func<IModel, IReadOnlyList<Mistake>>? Mistakes { get; init; }

    /// <summary>Whether weights and gradients are shown.</summary>
    public bool ShowsParameters { get; init; } = true;

    /// <summary>In how many steps at the start of the run the time of each kernel is measured, which is shown; 0 for none.</summary>
    public int ProfiledSteps { get; init; } = 100;

    /// <summary>Whether a report is written after each epoch, and not at the end alone.</summary>
    public bool EachEpoch { get; init; } = true;

    /// <inheritdoc/>
    public override void OnStart(FitContext context)
    {
        Dispose();
        (_profile, _steps) = (ProfiledSteps > 0 ? Profile.Start() : null, 0);
    }

    /// <inheritdoc/>
    public override void OnStep(FitContext context, StepRecord step)
    {
        if (++_steps == ProfiledSteps) _profile?.Dispose();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnEpoch(FitContext context, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (EachEpoch) Report(context).Save(path);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnEnd(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Dispose();
        Report(context).Save(path);
    }

    /// <summary>Ends the measurement of kernels, where a run was cut off before it had as many steps.</summary>
    public void Dispose() => _profile?.Dispose();

    private HtmlReport Report(FitContext context)
    {
        var model = context.Trainer.Model;
        return new HtmlReport
        {
            Title = Title ?? model.Name,
            Notes = Notes,
            Summary = model.Summary,
            History = context.History,
            Confusion = context.Options.Metrics.Select(m => m.Metric).OfType<ConfusionMatrix>().FirstOrDefault(m => m.Count > 0),
            ClassNames = ClassNames,
            Mistakes = Mistakes?.Invoke(model) ?? [],
            Parameters = ShowsParameters ? ValueHistogram.OfAll(context.Trainer) : [],
            Profile = _profile,
        };
    }
}
