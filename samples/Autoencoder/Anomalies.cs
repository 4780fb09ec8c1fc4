using System.Numerics.Tensors;
using DLCompiler.Data;

namespace DLCompiler.Samples;

/// <summary>How well a score tells pictures of a class that was not trained on from the others.</summary>
internal static class Anomalies
{
    /// <summary>How far an autoencoder's drawing is from each picture: it can draw only what it has learnt.</summary>
    public static float[] DrawingErrors(Autoencoder model, Dataset data)
    {
        float[] drawn = Prediction.Of(model, data, "drawn");
        TensorPrimitives.Sigmoid(drawn, drawn);
        return Distances(data.Floats("image"), i => drawn.AsMemory(i * PictureData.Area, PictureData.Area));
    }

    /// <summary>How far each picture is from the mean of the training pictures.</summary>
    public static float[] DistancesFromMean(Dataset training, Dataset data)
    {
        float[] pixels = training.Floats("image"), mean = new float[PictureData.Area];
        for (int i = 0; i < training.Count; i++)
            TensorPrimitives.Add(mean, pixels.AsSpan(i * PictureData.Area, PictureData.Area), mean);
        TensorPrimitives.Divide(mean, training.Count, mean);
        return Distances(data.Floats("image"), _ => mean);
    }

    /// <summary>
    /// The area under the curve, where a picture of the class is to have a higher score than the others.
    /// </summary>
    public static double Auc(float[] scores, Dataset data, int leftOut)
    {
        var metric = new RocAuc();
        metric.Add(scores, Array.ConvertAll(data.Ints("label"), label => label == leftOut ? 1 : 0));
        return metric.Value;
    }

    private static float[] Distances(float[] pixels, Func<int, ReadOnlyMemory<float>> other)
    {
        var distances = new float[pixels.Length / PictureData.Area];
        for (int i = 0; i < distances.Length; i++)
        {
            ReadOnlySpan<float> picture = pixels.AsSpan(i * PictureData.Area, PictureData.Area);
            distances[i] = TensorPrimitives.Distance(picture, other(i).Span);
        }

        return distances;
    }
}
