namespace DLCompiler.Data;

/// <summary>Texts as rows of tokens that are equally long.</summary>
public sealed class TokenBatch
{
    private readonly TextSide _padding;

    internal TokenBatch(int[] tokens, int[] lengths, int length, TextSide padding)
    {
        (Tokens, Lengths, Length, _padding) = (tokens, lengths, length, padding);
    }

    /// <summary>The number of texts.</summary>
    public int Count => Lengths.Length;

    /// <summary>The tokens of each text, padding included.</summary>
    public int Length { get; }

    /// <summary>The tokens: [<see cref="Count"/>, <see cref="Length"/>].</summary>
    public int[] Tokens { get; }

    /// <summary>The tokens of each text without padding: [<see cref="Count"/>].</summary>
    public int[] Lengths { get; }

    /// <summary>The tokens of a text, padding included.</summary>
    /// <param name="text">The text's number, from 0.</param>
    public ReadOnlySpan<int> this[int text] => Tokens.AsSpan(text * Length, Length);

    /// <summary>1 for a token and 0 for padding: [<see cref="Count"/>, <see cref="Length"/>].</summary>
    public float[] Mask()
    {
        var mask = new float[Tokens.Length];
        for (int text = 0; text < Count; text++)
        {
            int start = _padding == TextSide.Left ? Length - Lengths[text] : 0;
            mask.AsSpan((text * Length) + start, Lengths[text]).Fill(1);
        }

        return mask;
    }
}
