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
            0.5 => Digits(new MlpHalf(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            1.25 => Digits(new MlpWider(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            2 => Digits(new MlpDouble(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            _ => Digits(new Mlp(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
        }),
        new("cnn", 64, [1, 64], scale => scale switch
        {
            0.5 => Digits(new CnnHalf(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            1.25 => Digits(new CnnWider(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            2 => Digits(new CnnDouble(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            _ => Digits(new Cnn(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
        }),
        new("lstm", 64, [1, 64], scale => scale switch
        {
            0.5 => Digits(new LstmReaderHalf(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            1.25 => Digits(new LstmReaderWider(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            2 => Digits(new LstmReaderDouble(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            _ => Digits(new LstmReader(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
        }),
        new("gpt", 16, [1], scale => scale switch
        {
            0.5 => Text(new GptHalf(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            1.25 => Text(new GptWider(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            2 => Text(new GptDouble(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            _ => Text(new Gpt(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
        }),
        new("resnet18", 4, [1], scale => scale switch
        {
            0.5 => Photos(new ResNet18Half(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            1.25 => Photos(new ResNet18Wider(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            2 => Photos(new ResNet18Double(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
            _ => Photos(new ResNet18(), m => m.Predict, m => m.CreateTrainer(Optimizer).Step),
        }),
    ];

    private static AdamW Optimizer => new(1e-3f);

    private static Network Digits<M>(M model, Func<M, Predict<float>> predict, Func<M, Step<float>> step)
        where M : IModel =>
        Network.OfFloats(model, predict(model), step(model), inputs: 784, classes: 10);

    private static Network Photos<M>(M model, Func<M, Predict<float>> predict, Func<M, Step<float>> step)
        where M : IModel =>
        Network.OfFloats(model, predict(model), step(model), inputs: 3 * 224 * 224, classes: 1000);

    private static Network Text<M>(M model, Func<M, Predict<int>> predict, Func<M, Step<int>> step)
        where M : IModel =>
        Network.OfTokens(model, predict(model), step(model), tokens: 128, classes: 96);
}
