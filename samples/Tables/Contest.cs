using DLCompiler.Data;

namespace DLCompiler.Samples;

/// <summary>Makes a trainer of a new model.</summary>
internal delegate Trainer TrainerFactory(Optimizer optimizer, TrainerOptions options);

/// <summary>A network and its baseline on one table.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Network">The network's trainers.</param>
/// <param name="Baseline">The logistic regression's.</param>
internal sealed record Contest(TableSet Table, TrainerFactory Network, TrainerFactory Baseline)
{
    public static Contest Wine { get; } = new(
        DataSets.Wine(),
        (optimizer, options) => new WineNetwork(options.Seed).CreateTrainer(optimizer, options),
        (optimizer, options) => new WineRegression(options.Seed).CreateTrainer(optimizer, options));

    public static Contest BreastCancer { get; } = new(
        DataSets.BreastCancer(),
        (optimizer, options) => new CancerNetwork(options.Seed).CreateTrainer(optimizer, options),
        (optimizer, options) => new CancerRegression(options.Seed).CreateTrainer(optimizer, options));
}
