namespace DLCompiler.Samples;

/// <summary>What is chosen for a model, among the same values for network and baseline.</summary>
/// <param name="LearningRate">AdamW's step at the beginning; a cosine takes it to 0.</param>
/// <param name="Decay">AdamW's weight decay.</param>
internal sealed record Recipe(float LearningRate, float Decay)
{
    private static readonly float[] LearningRates = [5e-3f, 2e-2f];
    private static readonly float[] Decays = [0.01f, 0.1f, 0.3f];

    /// <summary>All that are tried.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
        [.. from rate in LearningRates from decay in Decays select new Recipe(rate, decay)];

    /// <summary>The optimizer, its decay apart from the gradient (I. Loshchilov, F. Hutter 2019).</summary>
    public AdamW Optimizer => new(LearningRate, weightDecay: Decay);

    /// <summary>The seed of dropout, and the learning rate's way to 0.</summary>
    /// <param name="steps">How many steps there will be.</param>
    /// <param name="seed">The seed.</param>
    public TrainerOptions Options(long steps, int seed) => new() { Seed = seed, Schedule = new CosineSchedule(LearningRate, steps) };
}
