namespace DLCompiler.Samples.Words;

/// <summary>
/// What knowing only the sign before is good for: how often each follows each. The baseline that a network has to beat.
/// </summary>
internal sealed class Bigram
{
    private readonly double[,] _probabilities = new double[Alphabet.Count, Alphabet.Count];

    /// <summary>Counts, with one more of each pair, so that no pair is impossible.</summary>
    public Bigram(TextRows training)
    {
        var counts = new double[Alphabet.Count];
        for (int i = 0; i < Alphabet.Count; i++)
        {
            counts[i] = Alphabet.Count;
            for (int j = 0; j < Alphabet.Count; j++) _probabilities[i, j] = 1;
        }

        foreach (var (sign, next) in training.Text.Zip(training.Next))
        {
            counts[sign]++;
            _probabilities[sign, next]++;
        }

        for (int i = 0; i < Alphabet.Count; i++)
        {
            for (int j = 0; j < Alphabet.Count; j++) _probabilities[i, j] /= counts[i];
        }
    }

    /// <summary>The mean of −log₂ of what each sign's probability was.</summary>
    public double BitsPerCharacter(TextRows rows) =>
        rows.Text.Zip(rows.Next, (sign, next) => -Math.Log2(_probabilities[sign, next])).Average();
}
