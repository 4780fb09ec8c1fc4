namespace DLCompiler.Data;

/// <summary>A triangle over frequencies: the weights from the first bin that it touches on.</summary>
internal readonly record struct MelBand(int First, double[] Weights)
{
    private const double SlaneyHz = 200.0 / 3, SlaneyBreakHz = 1000, SlaneyBreak = SlaneyBreakHz / SlaneyHz;

    private static readonly double SlaneyStep = Math.Log(6.4) / 27;

    public double Of(double[] power)
    {
        double sum = 0;
        for (int i = 0; i < Weights.Length; i++) sum += Weights[i] * power[First + i];
        return sum;
    }

    /// <summary>Triangles whose corners are at even steps of the scale.</summary>
    /// <remarks>
    /// torchaudio's <c>melscale_fbanks</c>. As there, the last bin is at ⌊rate / 2⌋ Hz, even where the FFT's size or the rate is
    /// odd. A band narrower than the bins' distance may touch none, and is 0.
    /// </remarks>
    public static MelBand[] Bank(MelOptions options)
    {
        double low = ToMel(options.LowestHz, options.Scale), high = ToMel(options.Highest, options.Scale);
        var corners = new double[options.Mels + 2];
        for (int i = 0; i < corners.Length; i++) corners[i] = ToHz(low + ((high - low) * i / (options.Mels + 1)), options.Scale);
        int bins = options.Stft.Bins;
        double step = options.SampleRate / 2 / (double)(bins - 1);
        var bands = new MelBand[options.Mels];
        for (int m = 0; m < bands.Length; m++)
        {
            double left = corners[m], middle = corners[m + 1], right = corners[m + 2];
            double scale = options.Norm == MelNorm.Slaney ? 2 / (right - left) : 1;
            int first = (int)Math.Clamp(Math.Ceiling(left / step), 0, bins);
            int end = (int)Math.Clamp(Math.Floor(right / step) + 1, first, bins);
            var weights = new double[end - first];
            for (int k = 0; k < weights.Length; k++)
            {
                double hz = (first + k) * step;
                weights[k] = scale * Math.Max(0, Math.Min((hz - left) / (middle - left), (right - hz) / (right - middle)));
            }

            bands[m] = new MelBand(first, weights);
        }

        return bands;
    }

    public static double ToMel(double hz, MelScale scale) =>
        scale == MelScale.Htk ? 2595 * Math.Log10(1 + (hz / 700))
        : hz < SlaneyBreakHz ? hz / SlaneyHz
        : SlaneyBreak + (Math.Log(hz / SlaneyBreakHz) / SlaneyStep);

    public static double ToHz(double mel, MelScale scale) =>
        scale == MelScale.Htk ? 700 * (Math.Pow(10, mel / 2595) - 1)
        : mel < SlaneyBreak ? mel * SlaneyHz
        : SlaneyBreakHz * Math.Exp((mel - SlaneyBreak) * SlaneyStep);
}
