using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>Means and deviations of the numbers of sounds: one for all, or one for each band.</summary>
internal sealed class SoundScale(double[] means, double[] deviations)
{
    private const string Means = "mean", Deviations = "deviation";

    public static SoundScale Load(EncoderState state, int size)
    {
        double[] means = state.Numbers(Means), deviations = state.Numbers(Deviations);
        if (means.Length != size || deviations.Length != size)
            throw EncoderState.Damaged($"'{Means}' and '{Deviations}' have {means.Length} and {deviations.Length} numbers, not {size}");
        if (!means.All(double.IsFinite) || !deviations.All(d => d > 0 && double.IsFinite(d)))
            throw EncoderState.Damaged($"'{Means}' or '{Deviations}' is out of range");
        return new SoundScale(means, deviations);
    }

    public void Save(JsonObject state)
    {
        state[Means] = EncoderState.Array(means);
        state[Deviations] = EncoderState.Array(deviations);
    }

    /// <param name="numbers">[frames, bands], which are written over.</param>
    public void Apply(Span<float> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            int band = i % means.Length;
            numbers[i] = (float)((numbers[i] - means[band]) / deviations[band]);
        }
    }

    /// <summary>Gathers means and squares in one pass that keeps its accuracy (Welford 1962).</summary>
    public sealed class Fit(int size)
    {
        private readonly double[] _means = new double[size];
        private readonly double[] _squares = new double[size];
        private readonly long[] _counts = new long[size];

        /// <param name="numbers">[frames, bands].</param>
        public void Add(ReadOnlySpan<float> numbers)
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                int band = i % _means.Length;
                double delta = numbers[i] - _means[band];
                _means[band] += delta / ++_counts[band];
                _squares[band] += delta * (numbers[i] - _means[band]);
            }
        }

        public SoundScale? Result() => _counts[0] == 0 ? null : new(_means, [.. Enumerable.Range(0, _means.Length).Select(Deviation)]);

        // A band that does not vary is divided by 1; what rounding alone leaves of one is no variation.
        private double Deviation(int band)
        {
            double variance = _squares[band] / _counts[band];
            double noise = _means[band] * _means[band] * Math.Pow(2, -60);
            return variance <= noise ? 1 : Math.Sqrt(variance);
        }
    }
}
