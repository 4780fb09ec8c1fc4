namespace DLCompiler.Samples;

/// <summary>The options that every sample has.</summary>
/// <param name="Epochs">How often the network sees the images; null for the job's own number.</param>
/// <param name="Seed">Of the initial weights, the order of the images, and dropout.</param>
/// <param name="Threads">How many cores to use; null for all.</param>
/// <param name="Weights">Where to keep the trained weights; null for a temporary file.</param>
internal sealed record Options(int? Epochs, int Seed, int? Threads, string? Weights);
