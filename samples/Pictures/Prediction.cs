using DLCompiler.Data;

namespace DLCompiler.Samples;

/// <summary>What a network says of a whole data set.</summary>
internal static class Prediction
{
    private const int BatchSize = 250;

    /// <summary>The share of the examples whose class the network gives the highest score.</summary>
    public static double Accuracy(IModel model, Dataset data)
    {
        float[] scores = Of(model, data);
        var matrix = new ConfusionMatrix(scores.Length / data.Count);
        matrix.Add(scores, data.Ints("label"));
        return matrix.Accuracy;
    }

    /// <summary>A result of the network for all examples, one after another.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The examples.</param>
    /// <param name="result">The result's name; null for the network's first.</param>
    public static float[] Of(IModel model, Dataset data, string? result = null)
    {
        var loader = new DataLoader(data, new LoaderOptions { BatchSize = BatchSize, Shuffle = false });
        var results = new BatchResults();
        List<float> all = [];
        foreach (Batch batch in loader.Epoch(0))
        {
            model.Predict(batch, results);
            all.AddRange(results.Floats(result ?? results.Names[0]));
        }

        return [.. all];
    }
}
