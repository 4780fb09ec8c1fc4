namespace DLCompiler.Samples.Words;

/// <summary>The command line's options.</summary>
internal sealed record Options
{
    /// <summary>A file with a word a line; null for the usual one, or the embedded words.</summary>
    public string? Words { get; init; }

    /// <summary>How long to train.</summary>
    public double Seconds { get; init; } = 120;

    /// <summary>How many steps to train at most; null for as many as the time allows.</summary>
    public int? Steps { get; init; }

    /// <summary>Of the initial weights, the batches, and the words.</summary>
    public int Seed { get; init; }

    /// <summary>How many cores to use; null for all.</summary>
    public int? Threads { get; init; }

    /// <summary>How many words are made up.</summary>
    public int Count { get; init; } = 24;

    /// <summary>How they begin.</summary>
    public string Start { get; init; } = "";

    /// <summary>Letters after which a word is over.</summary>
    public string Stop { get; init; } = "";

    /// <summary>How signs are drawn.</summary>
    public Sampling Sampling { get; init; } = new(0.8);

    /// <summary>How many beginnings a beam search follows.</summary>
    public int Beams { get; init; } = 8;
}
