namespace DLCompiler.Samples;

/// <summary>What the training loop and the report need of a classifier, whichever it is.</summary>
internal sealed class Network
{
    /// <summary>One training step on a batch.</summary>
    /// <param name="pixels">The images of the batch, one after another.</param>
    /// <param name="labels">Their classes.</param>
    /// <returns>The loss before the step.</returns>
    public delegate float StepFunction(ReadOnlySpan<float> pixels, ReadOnlySpan<int> labels);

    /// <summary>Classifies images.</summary>
    /// <param name="pixels">The images, one after another.</param>
    /// <param name="logits">Receives a number for each class of each image.</param>
    public delegate void PredictFunction(ReadOnlySpan<float> pixels, Span<float> logits);

    /// <summary>Number of classes: both data sets have ten.</summary>
    public const int Classes = 10;

    private const int PredictBatch = 500;

    /// <summary>The layer table.</summary>
    public required ModelSummary Summary { get; init; }

    /// <summary>Where the learning rate is set.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>One training step.</summary>
    public required StepFunction Step { get; init; }

    /// <summary>Classification in inference mode.</summary>
    public required PredictFunction Predict { get; init; }

    /// <summary>Writes the weights to a file.</summary>
    public required Action<string> Save { get; init; }

    /// <summary>Reads the weights from a file, which must be this model's.</summary>
    public required Action<string> Load { get; init; }

    /// <summary>How sure the network is of each class, for each image: softmax of the logits.</summary>
    public float[][] Confidences(ImageSet images)
    {
        var result = new float[images.Count][];
        var logits = new float[PredictBatch * Classes];
        for (int start = 0; start < images.Count; start += PredictBatch)
        {
            int count = Math.Min(PredictBatch, images.Count - start);
            Predict(images.Pixels.AsSpan(start * images.Area, count * images.Area), logits.AsSpan(0, count * Classes));
            for (int i = 0; i < count; i++) result[start + i] = Softmax(logits.AsSpan(i * Classes, Classes));
        }

        return result;
    }

    /// <summary>The share of the images whose most likely class is the right one.</summary>
    public double Accuracy(ImageSet images)
    {
        int right = Confidences(images).Zip(images.Labels).Count(image => MostLikely(image.First) == image.Second);
        return (double)right / images.Count;
    }

    /// <summary>The class that the network is most sure of.</summary>
    public static int MostLikely(float[] confidences) => Array.IndexOf(confidences, confidences.Max());

    private static float[] Softmax(ReadOnlySpan<float> logits)
    {
        var result = new float[logits.Length];
        System.Numerics.Tensors.TensorPrimitives.SoftMax(logits, result);
        return result;
    }
}
