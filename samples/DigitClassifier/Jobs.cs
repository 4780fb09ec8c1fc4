namespace DLCompiler.Samples;

/// <summary>What this program can train.</summary>
internal static class Jobs
{
    /// <summary>The embedded digits.</summary>
    public static Job Digits { get; } = new()
    {
        Create = Networks.Digits,
        Load = Samples.Digits.Load,
        ClassNames = [.. Enumerable.Range(0, Network.Classes).Select(digit => $"{digit}")],
        Epochs = 60,
        Change = Wobble.Draw,
    };

    /// <summary>Fashion-MNIST, with a network of linear layers.</summary>
    /// <param name="folder">Where its files are.</param>
    public static Job Fashion(string folder) => new()
    {
        Create = Networks.Fashion,
        Load = () => FashionMnist.Load(folder),
        ClassNames = FashionMnist.ClassNames,
        Epochs = 5,
    };
}
