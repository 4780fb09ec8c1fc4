using System.Text;

namespace DLCompiler;

/// <summary>The curves of a run: losses, metrics, learning rate, norm of the gradients, speed.</summary>
internal static class ReportCurves
{
    public static void Write(StringBuilder html, RunHistory history)
    {
        var (steps, epochs) = (history.Steps, history.Epochs);
        if (steps.Count + epochs.Count == 0)
        {
            html.Append("<p class=\"lead\">No step is done yet.</p>\n");
            return;
        }

        html.Append("<div class=\"charts\">\n");
        LineChart.Write(
            html, "Loss", "step",
            new ChartLine("each step", "blue steps", [.. steps.Select(s => ((double)s.Step, (double)s.Loss))]),
            new ChartLine("training", "blue", Points(e => e.TrainingLoss), HasMarks: true),
            new ChartLine("validation", "orange dashed", Points(e => e.ValidationLoss), HasMarks: true));
        foreach (string metric in epochs.SelectMany(e => e.Metrics.Keys).Distinct(StringComparer.Ordinal))
        {
            LineChart.Write(
                html, metric, "step",
                new ChartLine("validation", "orange dashed", Points(e => e.Metrics.GetValueOrDefault(metric, double.NaN)), HasMarks: true));
        }

        LineChart.Write(
            html, "Learning rate", "step",
            new ChartLine("learning rate", "green", [.. steps.Select(s => ((double)s.Step, (double)s.LearningRate))]));
        LineChart.Write(
            html, "Norm of the gradients", "step",
            new ChartLine("before it is limited", "pink thin", [.. steps.Select(s => ((double)s.Step, (double)s.GradientNorm))]));
        LineChart.Write(
            html, "Speed in examples a second", "step",
            new ChartLine("examples/s", "green", Points(e => e.ExamplesPerSecond), HasMarks: true));
        html.Append("</div>\n");

        List<(double X, double Y)> Points(Func<EpochRecord, double> value) => [.. epochs.Select(e => ((double)e.Step, value(e)))];
    }
}
