namespace DLCompiler.Samples.Words;

/// <summary>How a sign is drawn from what a network thinks of each.</summary>
/// <param name="Temperature">
/// Divides the logits: below 1 makes likely signs likelier, 0 always takes the likeliest.
/// </param>
/// <param name="TopK">Only so many of the likeliest signs are drawn from; null for all.</param>
/// <param name="TopP">
/// Only the likeliest signs that together are so probable are drawn from (nucleus sampling, Holtzman et al. 2020).
/// </param>
internal sealed record Sampling(double Temperature = 1, int? TopK = null, double TopP = 1)
{
    /// <summary>Draws a sign.</summary>
    /// <param name="logits">By sign.</param>
    /// <param name="random">Where chance comes from.</param>
    public int Draw(ReadOnlySpan<float> logits, Random random)
    {
        double[] probabilities = Probabilities(logits);
        double left = random.NextDouble();
        for (int sign = 0; sign < probabilities.Length; sign++)
        {
            left -= probabilities[sign];
            if (left < 0 && probabilities[sign] > 0) return sign;
        }

        // What rounding has left over goes to the likeliest.
        return Array.IndexOf(probabilities, probabilities.Max());
    }

    /// <summary>How probable each sign is to be drawn.</summary>
    public double[] Probabilities(ReadOnlySpan<float> logits)
    {
        var probabilities = new double[logits.Length];
        int[] order = Order(logits);
        int kept = Temperature == 0 ? 1 : Math.Min(TopK ?? logits.Length, logits.Length);
        double greatest = logits[order[0]], sum = 0;
        foreach (int sign in order.AsSpan(0, kept))
            sum += probabilities[sign] = Temperature == 0 ? 1 : Math.Exp((logits[sign] - greatest) / Temperature);
        double covered = 0, total = 0;
        foreach (int sign in order.AsSpan(0, kept))
        {
            if (covered >= TopP * sum) probabilities[sign] = 0;
            covered += probabilities[sign];
            total += probabilities[sign];
        }

        for (int sign = 0; sign < probabilities.Length; sign++) probabilities[sign] /= total;
        return probabilities;
    }

    /// <summary>The signs, likeliest first; of equals, the first.</summary>
    private static int[] Order(ReadOnlySpan<float> logits)
    {
        float[] values = logits.ToArray();
        return [.. Enumerable.Range(0, values.Length).OrderByDescending(sign => values[sign])];
    }
}
