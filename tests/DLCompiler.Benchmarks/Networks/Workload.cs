namespace DLCompiler.Benchmarks;

/// <summary>A network of the benchmark at any scale, with the batches that it is timed on.</summary>
/// <param name="Name">Its name, on the peers' side too.</param>
/// <param name="TrainingBatch">The batch of a training step.</param>
/// <param name="InferenceBatches">The batches of predictions.</param>
/// <param name="Create">Makes the network whose widths are multiplied by one of <see cref="Scales"/>.</param>
internal sealed record Workload(
    string Name, int TrainingBatch, int[] InferenceBatches, Func<double, Network> Create)
{
    /// <summary>What widths can be multiplied by.</summary>
    public static readonly double[] Scales = [0.5, 1, 1.25, 2];

    /// <summary>All of them.</summary>
    public static readonly Workload[] All =
    [
        new("mlp", 64, [1, 64], scale => scale switch
        {
            0.5 => Mlp(new MlpHalf(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            1.25 => Mlp(new MlpWider(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            2 => Mlp(new MlpDouble(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            _ => Mlp(new Mlp(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
        }),
        new("gpt", 16, [1], scale => scale switch
        {
            0.5 => Gpt(new GptHalf(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            1.25 => Gpt(new GptWider(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            2 => Gpt(new GptDouble(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            _ => Gpt(new Gpt(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
        }),
    ];

    private static AdamW Optimizer => new(1e-3f);

    private static Network Mlp<M>(M model, Func<M, Predict<float>> predict, Func<M, Step<float>> step)
        where M : IModel =>
        Network.OfFloats(model, predict(model), step(model), inputs: 784, classes: 10);

    private static Network Gpt<M>(M model, Func<M, Predict<int>> predict, Func<M, Step<int>> step)
        where M : IModel =>
        Network.OfTokens(model, predict(model), step(model), tokens: 128, classes: 96);
}
