using DLCompiler.Data;
using static DLCompiler.Ops;

namespace DLCompiler.Training.Tests.Fitting;

/// <summary>Tells the two arms of a spiral apart: with dropout and a batch norm, so that every kind of state is in a run.</summary>
[Model]
public sealed partial class SpiralNet
{
    [Linear(32)]
    private partial Tensor First(Tensor x);

    [BatchNorm]
    private partial Tensor Center(Tensor x);

    [Linear(32)]
    private partial Tensor Second(Tensor x);

    [Linear(2)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 2)] Tensor point) =>
        Classify(Dropout(Relu(Second(Tanh(Center(First(point))))), 0.1f));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

/// <summary>The data, and the run that tests cut off and take up again.</summary>
internal static class Spirals
{
    public const int Epochs = 8;

    /// <summary>Points of two arms, in an order of their own.</summary>
    public static Dataset Points(int count = 400, long seed = 1)
    {
        var random = new ItemRandom(seed);
        var points = new float[2 * count];
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 2;
            double way = 0.3 + (3 * random.NextDouble()), angle = (2 * way) + (Math.PI * labels[i]);
            points[2 * i] = (float)(way * Math.Cos(angle) / 3);
            points[(2 * i) + 1] = (float)(way * Math.Sin(angle) / 3);
        }

        return new Dataset { { "point", points, 2 }, { "label", labels } };
    }

    public static SpiralNet.Trainer Trainer(SpiralNet model) => model.CreateTrainer(
        new AdamW(1e-2f), new TrainerOptions { Seed = 5, ClipNorm = 1, Schedule = new ReduceOnPlateauSchedule(1e-2f, 0.5, patience: 1) });

    public static FitOptions Options(string? folder, params FitCallback[] callbacks) => new()
    {
        Epochs = Epochs,
        Metrics = [FitMetric.Accuracy(2)],
        ShowsProgress = false,
        Callbacks = callbacks,
        Checkpoints = folder is null ? null : new CheckpointOptions(folder) { EverySteps = 5, Texts = new Dictionary<string, string> { ["note"] = "spirals" } },
    };

    public static DataLoader Loader(Dataset data, bool shuffle = true) =>
        new(data, new LoaderOptions { BatchSize = 16, Seed = 3, Shuffle = shuffle });

    /// <summary>Trains until the end, from the start or from what the folder holds.</summary>
    public static SpiralNet Train(string? folder, CancellationToken cancellation = default, params FitCallback[] callbacks)
    {
        var model = new SpiralNet(seed: 2);
        Trainer(model).Fit(Loader(Points()), Loader(Points(seed: 9), shuffle: false), Options(folder, callbacks), cancellation);
        return model;
    }

    /// <summary>All parameters and buffers, to the bit.</summary>
    public static int[] Bits(IModel model) =>
        [.. Enumerable.Range(0, model.Store.Parameters.Count).SelectMany(i => model.Store.Span(i).ToArray()).Select(BitConverter.SingleToInt32Bits)];
}
