using System.CommandLine;
using System.Globalization;
using DLCompiler.Samples;
using Spectre.Console;

var epochs = Count("--epochs", "How often a model sees its rows", 60);
var repetitions = Count("--repetitions", "How often it is all done, with other folds and start values", 5);
var command = new RootCommand("Tells wines and tumours apart by their measures.") { epochs, repetitions };
command.SetAction(line => Run(AnsiConsole.Console, line.GetValue(epochs), line.GetValue(repetitions)));
return command.Parse(args).Invoke();

static void Run(IAnsiConsole console, int epochs, int repetitions)
{
    var view = new Table().AddColumns("table", "model", "accuracy", "log loss", "ROC-AUC").Border(TableBorder.Simple);
    console.Status().Start("Training…", status =>
    {
        foreach (var contest in new[] { Contest.Wine, Contest.BreastCancer })
        {
            foreach (var (name, create) in new[] { ("logistic regression", contest.Baseline), ("network", contest.Network) })
            {
                status.Status($"{contest.Table.Name}: {name}…");
                var scores = new CrossValidation(contest.Table, create, epochs).Run(repetitions);
                view.AddRow(
                    contest.Table.Name,
                    name,
                    scores.Accuracy.ToString("P2", CultureInfo.InvariantCulture),
                    scores.LogLoss.ToString("F4", CultureInfo.InvariantCulture),
                    scores.RocAuc.ToString("F4", CultureInfo.InvariantCulture));
            }
        }
    });
    console.Write(view);
    console.WriteLine(
        $"means over 5 stratified folds, {repetitions} times; learning rate and weight decay of both are chosen on the training rows");
}

static Option<int> Count(string name, string description, int value)
{
    var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
    option.Validators.Add(o =>
    {
        if (o.GetValueOrDefault<int>() < 1) o.AddError($"{name} must be at least 1.");
    });
    return option;
}
