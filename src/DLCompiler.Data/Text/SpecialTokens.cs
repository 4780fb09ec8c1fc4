using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>The tokens that stand for no text. One that is null is left out of the vocabulary.</summary>
/// <param name="Pad">Fills a text up to a batch's length.</param>
/// <param name="Unknown">Stands for what the vocabulary lacks.</param>
/// <param name="Begin">Comes before a text.</param>
/// <param name="End">Comes after a text.</param>
public sealed record SpecialTokens(string? Pad = "<pad>", string? Unknown = "<unk>", string? Begin = "<bos>", string? End = "<eos>")
{
    /// <summary>No special tokens.</summary>
    public static SpecialTokens None { get; } = new(null, null, null, null);

    /// <summary>Those that there are, in the order of their ids.</summary>
    internal string[] All => [.. new[] { Pad, Unknown, Begin, End }.OfType<string>()];

    /// <exception cref="ArgumentException">Two are the same, or one is empty.</exception>
    internal SpecialTokens Checked()
    {
        string[] all = All;
        if (all.Contains("")) throw new ArgumentException("A special token is empty: leave it out by null.");
        if (all.Distinct(StringComparer.Ordinal).Count() < all.Length) throw new ArgumentException("Two special tokens are the same.");
        return this;
    }

    internal JsonObject ToState() => new() { ["pad"] = Pad, ["unknown"] = Unknown, ["begin"] = Begin, ["end"] = End };

    internal static SpecialTokens FromState(TextJson state) =>
        new(state.Find("pad")?.Text(), state.Find("unknown")?.Text(), state.Find("begin")?.Text(), state.Find("end")?.Text());
}
