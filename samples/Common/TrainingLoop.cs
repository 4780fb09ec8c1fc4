using System.Diagnostics;

namespace DLCompiler.Samples;

/// <summary>How far a training run is.</summary>
/// <param name="Epoch">The epoch that runs or has just ended, from 1.</param>
/// <param name="Step">Steps done in the whole run.</param>
/// <param name="Loss">The mean loss of this epoch's steps so far.</param>
/// <param name="Accuracy">On the test images after the last epoch that ended, 0 to 1; not a number before.</param>
/// <param name="ImagesPerSecond">Training speed over the whole run.</param>
/// <param name="EpochEnded">Whether this is the last report of its epoch.</param>
internal readonly record struct TrainingProgress(
    int Epoch, int Step, float Loss, double Accuracy, double ImagesPerSecond, bool EpochEnded);

/// <summary>
/// Shows a network shuffled batches, epoch after epoch, while the learning rate falls to zero in a straight line.
/// The same seed gives the same batches.
/// </summary>
internal sealed class TrainingLoop(Network network, ImageSet training, ImageSet test)
{
    private const int UsualBatchSize = 64;

    /// <summary>How an image is drawn a little differently each time; null for as it is.</summary>
    public ImageChange? Change { get; init; }

    /// <summary>The images of a step: all, where there are few.</summary>
    private int BatchSize { get; } = Math.Clamp(training.Count, 1, UsualBatchSize);

    /// <summary>Steps of an epoch; what is left after the last full batch waits for another epoch's shuffle.</summary>
    public int StepsPerEpoch => training.Count / BatchSize;

    /// <summary>Trains.</summary>
    /// <param name="epochs">How often the network sees the images.</param>
    /// <param name="seed">Of the order and the changes.</param>
    /// <param name="report">Called after each step, and once more when an epoch has ended.</param>
    public void Run(int epochs, int seed, Action<TrainingProgress> report)
    {
        var random = new Random(seed);
        var watch = new Stopwatch();
        int[] order = [.. Enumerable.Range(0, training.Count)];
        var pixels = new float[BatchSize * training.Area];
        var labels = new int[BatchSize];
        float initialRate = network.Optimizer.LearningRate;
        double accuracy = double.NaN;
        int step = 0;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            random.Shuffle(order);
            float lossSum = 0;
            for (int batch = 0; batch < StepsPerEpoch; batch++)
            {
                watch.Start();
                network.Optimizer.LearningRate = initialRate * (1 - ((float)step / (epochs * StepsPerEpoch)));
                Gather(order.AsSpan(batch * BatchSize, BatchSize), pixels, labels, random);
                lossSum += network.Step(pixels, labels);
                step++;
                watch.Stop();
                report(Progress(batch + 1, ended: false));
            }

            accuracy = network.Accuracy(test);
            report(Progress(StepsPerEpoch, ended: true));

            TrainingProgress Progress(int batches, bool ended) => new(
                epoch, step, lossSum / batches, accuracy, (double)step * BatchSize / watch.Elapsed.TotalSeconds, ended);
        }
    }

    private void Gather(ReadOnlySpan<int> chosen, Span<float> pixels, Span<int> labels, Random random)
    {
        for (int i = 0; i < chosen.Length; i++)
        {
            Span<float> target = pixels.Slice(i * training.Area, training.Area);
            ReadOnlySpan<float> image = training.Image(chosen[i]);
            if (Change is null) image.CopyTo(target);
            else Change(image, target, training.Side, random);
            labels[i] = training.Labels[chosen[i]];
        }
    }
}
