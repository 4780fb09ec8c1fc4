using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace DLCompiler;

/// <summary>Shows a run while it goes on: bars in a terminal, a line an epoch elsewhere; and tells a logger.</summary>
internal abstract partial class FitView : FitCallback
{
    private ILogger? _logger;

    /// <summary>The view that a run asks for.</summary>
    public static FitView Of(FitOptions options)
    {
        var console = options.Console ?? AnsiConsole.Console;
        bool isTerminal = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi;
        FitView view = !options.ShowsProgress ? new Nothing() : isTerminal ? new ProgressBars(console) : new Lines(console);
        view._logger = options.Logger;
        return view;
    }

    /// <summary>Runs it, and shows it.</summary>
    public abstract FitResult Run(FitRun run);

    public override void OnEpoch(FitContext context, EpochRecord epoch)
    {
        string line = Describe(context, epoch);
        if (_logger is not null) LogEpoch(_logger, line);
        Show(line);
    }

    /// <summary>Shows the line of an epoch.</summary>
    protected virtual void Show(string line)
    {
    }

    /// <summary><c>epoch 3/10  loss 0.1234  validation 0.2345  accuracy 0.971  12,345 examples/s  2.1 s</c>.</summary>
    private static string Describe(FitContext context, EpochRecord epoch)
    {
        var text = new StringBuilder();
        int width = context.Options.Epochs.ToString(CultureInfo.InvariantCulture).Length;
        void Add(string format, params object[] values) => text.AppendFormat(CultureInfo.InvariantCulture, format, values);
        Add("epoch {0}/{1}  loss {2:F4}", epoch.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(width), context.Options.Epochs, epoch.TrainingLoss);
        if (!double.IsNaN(epoch.ValidationLoss)) Add("  validation {0:F4}", epoch.ValidationLoss);
        foreach (var (name, value) in epoch.Metrics) Add("  {0} {1:0.####}", name, value);
        Add("  {0:N0} examples/s  {1:F1} s", epoch.ExamplesPerSecond, epoch.Seconds);
        return text.ToString();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private static partial void LogEpoch(ILogger logger, string line);

    private sealed class Nothing : FitView
    {
        public override FitResult Run(FitRun run) => run.Run(this);
    }

    private sealed class Lines(IAnsiConsole console) : FitView
    {
        public override FitResult Run(FitRun run) => run.Run(this);

        // As one line however narrow the console says it is: this is read by programs, and in files.
        protected override void Show(string line) => console.Profile.Out.Writer.WriteLine(line);
    }

    /// <summary>One bar for the run and one for the epoch under way, below the lines of the epochs before it.</summary>
    private sealed class ProgressBars(IAnsiConsole console) : FitView
    {
        private const double Smoothing = 0.95;

        private ProgressTask? _all;
        private ProgressTask? _epoch;
        private double _loss = double.NaN;

        public override FitResult Run(FitRun run)
        {
            FitResult? result = null;
            console.Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                    new RemainingTimeColumn())
                .Start(progress =>
                {
                    _all = progress.AddTask("all", maxValue: (double)run.Options.Epochs * run.Batches);
                    _epoch = progress.AddTask("epoch", maxValue: run.Batches);
                    result = run.Run(this);
                    _all.StopTask();
                    _epoch.StopTask();
                });
            return result!;
        }

        public override void OnStart(FitContext context) => Move(context);

        public override void OnStep(FitContext context, StepRecord step)
        {
            _loss = double.IsNaN(_loss) ? step.Loss : (Smoothing * _loss) + ((1 - Smoothing) * step.Loss);
            Move(context);
        }

        protected override void Show(string line) => console.WriteLine(line);

        private void Move(FitContext context)
        {
            int epochs = context.Options.Epochs, epoch = Math.Min(context.Epoch + 1, epochs);
            _all!.Value = ((double)context.Epoch * context.Batches) + context.Batch;
            _epoch!.Value = context.Batch;
            _epoch.Description = string.Create(
                CultureInfo.InvariantCulture, $"epoch {epoch}/{epochs}  loss {(double.IsNaN(_loss) ? "–" : _loss.ToString("F4", CultureInfo.InvariantCulture))}");
        }
    }
}
